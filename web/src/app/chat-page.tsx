import '../texts/member-texts.ts';
import type { Account } from '@parley/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useLocation, useParams } from 'react-router';
import { ConnectionBanner } from '../features/connection/connection-banner.tsx';
import { ChatProvider } from '../realtime/chat-context.tsx';
import { useRelationshipNews } from '../realtime/use-relationships.ts';
import { Announcer } from '../ui/announcer.tsx';
import { classNames } from '../ui/class-names.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { watchPreferences } from '../ui/preferences.ts';
import { RowsSkeleton } from '../ui/rows-skeleton.tsx';
import { useMedia } from '../ui/use-media.ts';
import { Alerts } from './alerts/alerts.tsx';
import { RoomPane } from './room-pane.tsx';
import { useShell } from './shell-state.ts';
import { ShellShortcuts } from './shortcuts/shell-shortcuts.tsx';
import { Sidebar } from './sidebar.tsx';
import { Splash } from './splash.tsx';

// Once: theme.js has shown them before the first paint, this follows their changes.
watchPreferences();

const Dialogs = lazy(() => import('./dialogs.tsx').then((module) => ({ default: module.Dialogs })));
const SidePages = lazy(() => import('./side-pages.tsx').then((module) => ({ default: module.SidePages })));

/** Everything behind the login. Its own chunk: who only logs in does not load it. */
export function ChatPage({ viewer }: { viewer: Account }) {
  // One cache per person: nothing of one is shown to the next.
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }));
  return (
    <QueryClientProvider client={queries}>
      <ChatProvider viewer={viewer} fallback={<Splash />}>
        <ChatLayout />
      </ChatProvider>
    </QueryClientProvider>
  );
}

/** Side by side where there is room; on a phone either the list or what was chosen. */
function ChatLayout() {
  const { roomId } = useParams();
  const { pathname } = useLocation();
  const dialog = useShell((shell) => shell.dialog);
  const isList = pathname === '/chat';
  // A tablet has room for the conversation, or for the names of all of them.
  const isTablet = useMedia('(min-width: 48rem) and (max-width: 63.99rem)');
  const isListWide = useShell((shell) => shell.isListWide);
  const isRail = isTablet && !isList && !isListWide;
  const isRoom = pathname.startsWith('/chat');
  useRelationshipNews();
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <ConnectionBanner />
      <main className="flex min-h-0 flex-1">
        <div
          className={classNames('w-full shrink-0 border-line md:block md:border-e', isRail ? 'md:w-18' : 'md:w-80', !isList && 'hidden')}
        >
          <ErrorBoundary>
            <Sidebar isPage={isList} isTablet={isTablet && !isList} isRail={isRail} />
          </ErrorBoundary>
        </div>
        <div className={classNames('min-w-0 flex-1 bg-surface md:block', isList && 'hidden')}>
          <ErrorBoundary resetKey={pathname}>
            {isRoom ? (
              <RoomPane key={roomId ?? ''} roomId={roomId} />
            ) : (
              <Suspense fallback={<RowsSkeleton className="space-y-1 p-4 pt-20" />}>
                <SidePages pathname={pathname} />
              </Suspense>
            )}
          </ErrorBoundary>
        </div>
      </main>
      {dialog && (
        <Suspense fallback={null}>
          <Dialogs dialog={dialog} />
        </Suspense>
      )}
      <Alerts />
      <ShellShortcuts roomId={roomId} />
      <Announcer />
    </div>
  );
}
