import { Ghost, MessagesSquare } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { Conversation } from '../features/conversation/conversation.tsx';
import { TimelineSkeleton } from '../features/conversation/timeline-parts.tsx';
import { useChat } from '../realtime/chat-context.tsx';
import { rememberRoom } from '../realtime/recent-rooms.ts';
import { isKnown, useRoom } from '../realtime/use-rooms.ts';
import { useSelected } from '../realtime/use-store.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { RowsSkeleton } from '../ui/rows-skeleton.tsx';
import { useMedia } from '../ui/use-media.ts';
import { RoomTools } from './panels/room-tools.tsx';
import { usePanel } from './panels/use-panel.ts';
import { useShell } from './shell-state.ts';

const RoomPanels = lazy(() => import('./panels/room-panels.tsx').then((module) => ({ default: module.RoomPanels })));

/** The list is usually read by then. */
const askAfterMs = 600;

export function RoomPane({ roomId }: { roomId: string | undefined }) {
  return roomId === undefined ? <NoRoomChosen /> : <ChosenRoom roomId={roomId} />;
}

function ChosenRoom({ roomId }: { roomId: string }) {
  const room = useRoom(roomId);
  const control = usePanel();
  const isBeside = useMedia('(min-width: 64rem)');
  const isMissing = useMissing(roomId, isKnown(room));
  useEffect(() => rememberRoom(roomId), [roomId]);

  if (isMissing) return <GoneRoom />;
  if (!isKnown(room)) {
    return (
      <div className="flex h-full flex-col">
        <TimelineSkeleton />
      </div>
    );
  }
  const { panel } = control;
  return (
    <div className="relative flex h-full">
      {/* What a panel covers can be reached neither by the keyboard nor by a screen reader. */}
      <div className="min-w-0 flex-1" inert={panel !== null && !isBeside}>
        <Conversation
          room={room}
          tools={<RoomTools room={room} control={control} />}
          onOpenThread={(seq) => control.open({ kind: 'thread', seq })}
        />
      </div>
      {panel && (
        <div className="absolute inset-0 z-10 border-line lg:static lg:w-90 lg:shrink-0 lg:border-s">
          <Suspense fallback={<RowsSkeleton className="h-full space-y-1 bg-canvas p-4 pt-20" />}>
            <RoomPanels room={room} panel={panel} control={control} isBeside={isBeside} />
          </Suspense>
        </div>
      )}
    </div>
  );
}

function NoRoomChosen() {
  const open = useShell((shell) => shell.open);
  return (
    <div className="flex h-full items-center justify-center">
      <EmptyState
        icon={<MessagesSquare className="size-6" />}
        title={texts.rooms.pickTitle}
        lead={texts.rooms.pickLead}
        action={<Button onClick={() => open({ kind: 'new-message' })}>{texts.rooms.newMessage}</Button>}
      />
    </div>
  );
}

function GoneRoom() {
  return (
    <div className="flex h-full items-center justify-center">
      <EmptyState
        icon={<Ghost className="size-6" />}
        isPage
        title={texts.conversation.gone}
        lead={texts.conversation.goneLead}
        action={
          <Link to="/chat" className="font-semibold text-accent hover:underline">
            {texts.conversation.goneBack}
          </Link>
        }
      />
    </div>
  );
}

/** Whether the room is none of the person's: they were removed, or the server was asked and doesn't give it. Without it, nobody knows. */
function useMissing(roomId: string, isKnownRoom: boolean): boolean {
  const { chat } = useChat();
  const isOnline = useSelected(chat.connection, ({ phase }) => phase === 'online');
  const [isGone, setIsGone] = useState(false);
  useEffect(() => chat.on('removed', (removed) => removed.roomId === roomId && setIsGone(true)), [chat, roomId]);
  useEffect(() => {
    if (isKnownRoom || isGone || !isOnline) return;
    let current = true;
    const timer = setTimeout(() => void chat.loadRoom(roomId).finally(() => current && setIsGone(true)), askAfterMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [chat, roomId, isKnownRoom, isGone, isOnline]);
  return isGone && !isKnownRoom;
}
