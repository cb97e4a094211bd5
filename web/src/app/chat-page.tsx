import type { Account } from '@parley/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { ConnectionBanner } from '../features/connection/connection-banner.tsx';
import { ChatProvider } from '../realtime/chat-context.tsx';
import { parley } from '../realtime/parley.ts';
import { useRoomsByActivity } from '../realtime/use-rooms.ts';
import { texts } from '../texts/texts.ts';
import { Announcer } from '../ui/announcer.tsx';
import { classNames } from '../ui/class-names.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { PictureReader, type ReadPicture } from '../ui/media-url.ts';
import { Dialogs } from './dialogs.tsx';
import { RoomPane } from './room-pane.tsx';
import { Sidebar } from './sidebar.tsx';
import { Splash } from './splash.tsx';

const readPicture: ReadPicture = (id, thumbnail) => parley.media.blob(id, { thumbnail });

/** Everything behind the login. Its own chunk: who only logs in does not load it. */
export function ChatPage({ viewer }: { viewer: Account }) {
  // One cache per person: nothing of one is shown to the next.
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }));
  return (
    <QueryClientProvider client={queries}>
      <ChatProvider viewer={viewer} fallback={<Splash />}>
        <PictureReader value={readPicture}>
          <ChatLayout />
        </PictureReader>
      </ChatProvider>
    </QueryClientProvider>
  );
}

/** Side by side where there is room; on a phone either the list or the conversation. */
function ChatLayout() {
  const { roomId } = useParams();
  useUnreadTitle();
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <ConnectionBanner />
      <main className="flex min-h-0 flex-1">
        <div className={classNames('w-full shrink-0 border-line md:block md:w-80 md:border-r', roomId !== undefined && 'hidden')}>
          <ErrorBoundary>
            <Sidebar isPage={roomId === undefined} />
          </ErrorBoundary>
        </div>
        <div className={classNames('min-w-0 flex-1 bg-surface md:block', roomId === undefined && 'hidden')}>
          <ErrorBoundary resetKey={roomId ?? ''}>
            <RoomPane key={roomId ?? ''} roomId={roomId} />
          </ErrorBoundary>
        </div>
      </main>
      <Dialogs />
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
