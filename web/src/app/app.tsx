import type { Account } from '@parley/contracts';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { LoginPage } from '../features/account/login-page.tsx';
import { readPicture } from '../realtime/read-picture.ts';
import { useSession } from '../realtime/use-session.ts';
import { texts } from '../texts/texts.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { PictureSource } from '../ui/picture-source.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { Splash } from './splash.tsx';
import { StartFailedPage } from './start-failed-page.tsx';
import { UpdatePrompt } from './update-prompt.tsx';
import { useRestoredSession } from './use-restored-session.ts';

const loadChat = () => import('./chat-page.tsx');
const ChatPage = lazy(() => loadChat().then((module) => ({ default: module.ChatPage })));
const RegisterPage = lazy(() => import('../features/account/register-page.tsx').then((module) => ({ default: module.RegisterPage })));
const ForgotPage = lazy(() => import('../features/account/forgot-page.tsx').then((module) => ({ default: module.ForgotPage })));
const ResetPage = lazy(() => import('../features/account/reset-page.tsx').then((module) => ({ default: module.ResetPage })));
const VerifyPage = lazy(() => import('../features/account/verify-page.tsx').then((module) => ({ default: module.VerifyPage })));
const AdminPage = lazy(() => import('../features/administration/admin-page.tsx').then((module) => ({ default: module.AdminPage })));
const InvitePage = lazy(() => import('../features/invites/invite-page.tsx').then((module) => ({ default: module.InvitePage })));

export function App() {
  return (
    <ErrorBoundary>
      <PictureSource value={readPicture}>
        {/* As transitions, a chosen room would come a frame or two later than it could, and a page that has to be fetched would leave
            the old one standing as if nothing had been clicked. */}
        <BrowserRouter useTransitions={false}>
          <Pages />
          <UpdatePrompt />
        </BrowserRouter>
      </PictureSource>
    </ErrorBoundary>
  );
}

function Pages() {
  const session = useSession();
  const { failed, retry } = useRestoredSession();
  if (failed && session.status !== 'signed_out') return <StartFailedPage onRetry={retry} />;
  if (session.status === 'unknown') return <Splash />;
  return (
    <Suspense fallback={<Splash />}>
      <Routes>
        <Route path="/" element={<Navigate to="/chat" replace />} />
        <Route path="/login" element={<ForGuests page={LoginRoute} />} />
        <Route path="/register" element={<ForGuests page={RegisterRoute} />} />
        <Route path="/forgot" element={<ForgotPage />} />
        <Route path="/reset" element={<ResetPage />} />
        <Route path="/verify" element={<VerifyPage />} />
        <Route path="/settings/:section?" element={<ForMembers page={ChatPage} />} />
        <Route path="/admin/:section?" element={<ForMembers page={AdminPage} />} />
        <Route path="/chat/:roomId?" element={<ForMembers page={ChatPage} />} />
        <Route path="/discover" element={<ForMembers page={ChatPage} />} />
        <Route path="/notifications" element={<ForMembers page={ChatPage} />} />
        <Route path="/search" element={<ForMembers page={ChatPage} />} />
        <Route path="/friends" element={<ForMembers page={ChatPage} />} />
        <Route path="/invite/:code" element={<InvitePage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}

/** Who is logged in has no use for these: on to where they wanted to go. */
function ForGuests({ page: Page }: { page: () => ReactNode }) {
  const session = useSession();
  const { from } = useWay();
  const { search } = useLocation();
  // Connecting another account did not work: the server leads to the log-in with the reason.
  const back = new URLSearchParams(search).has('problem') ? `/settings/connections${search}` : '/chat';
  return session.status === 'signed_in' ? <Navigate to={from ?? back} replace /> : <Page />;
}

function LoginRoute() {
  const way = useWay();
  return <LoginPage notice={way.wasEnded ? texts.account.sessionEnded : undefined} linkState={way} returnTo={way.from} />;
}

function RegisterRoute() {
  return <RegisterPage linkState={useWay()} />;
}

/** Keyed by person: after another login nothing of the one before is left. */
function ForMembers({ page: Page }: { page: ComponentType<{ viewer: Account }> }) {
  const session = useSession();
  const location = useLocation();
  if (session.status !== 'signed_in') {
    const way: Way = { from: location.pathname + location.search, wasEnded: session.status === 'signed_out' && session.ended };
    return <Navigate to="/login" replace state={way} />;
  }
  if (!session.user) return <Splash />;
  return <Page key={session.user.id} viewer={session.user} />;
}

/** Where somebody came from, and whether on their own, carried by the router's state. */
type Way = { from?: string; wasEnded?: boolean };

function useWay(): Way {
  const { state } = useLocation();
  return typeof state === 'object' && state !== null ? state : {};
}
