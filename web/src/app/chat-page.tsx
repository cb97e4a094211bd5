import '../texts/member-texts.ts';
import type { Account } from '@parley/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation, useParams } from 'react-router';
import { ConnectionBanner } from '../features/connection/connection-banner.tsx';
import { ChatProvider } from '../realtime/chat-context.tsx';
import { useRelationshipNews } from '../realtime/use-relationships.ts';
import { useRoomsByActivity } from '../realtime/use-rooms.ts';
import { texts } from '../texts/texts.ts';
import { Announcer } from '../ui/announcer.tsx';
import { classNames } from '../ui/class-names.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { RowsSkeleton } from '../ui/rows-skeleton.tsx';
import { RoomPane } from './room-pane.tsx';
import { useShell } from './shell-state.ts';
import { ShellShortcuts } from './shortcuts/shell-shortcuts.tsx';
import { Sidebar } from './sidebar.tsx';
import { Splash } from './splash.tsx';

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
  const isRoom = pathname.startsWith('/chat');
  useUnreadTitle();
  useRelationshipNews();
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <ConnectionBanner />
      <main className="flex min-h-0 flex-1">
        <div className={classNames('w-full shrink-0 border-line md:block md:w-80 md:border-e', !isList && 'hidden')}>
          <ErrorBoundary>
            <Sidebar isPage={isList} />
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
      <ShellShortcuts roomId={roomId} />
      <Announcer />
    </div>
  );
}

/** How many conversations wait, in the browser's tab. */
function useUnreadTitle(): void {
  const unread = useRoomsByActivity().filter((room) => room.unreadCount > 0 && !room.info.muted).length;
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${texts.product}` : texts.product;
    return () => {
      document.title = texts.product;
    };
  }, [unread]);
}
