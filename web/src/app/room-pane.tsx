import { Ghost, MessagesSquare } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { Conversation } from '../features/conversation/conversation.tsx';
import { TimelineSkeleton } from '../features/conversation/timeline-parts.tsx';
import { useChat } from '../realtime/chat-context.tsx';
import { useOpenDirect } from '../realtime/use-open-direct.ts';
import { isKnown, useRoom } from '../realtime/use-rooms.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { RowsSkeleton } from '../ui/rows-skeleton.tsx';
import { useShell } from './shell-state.ts';

const RoomPanel = lazy(() => import('../features/members/room-panel.tsx').then((module) => ({ default: module.RoomPanel })));

/** The list is usually read by then. */
const askAfterMs = 600;

export function RoomPane({ roomId }: { roomId: string | undefined }) {
  return roomId === undefined ? <NoRoomChosen /> : <ChosenRoom roomId={roomId} />;
}

function ChosenRoom({ roomId }: { roomId: string }) {
  const room = useRoom(roomId);
  const { membersShown, showMembers, open } = useShell();
  const isMissing = useMissing(roomId, isKnown(room));
  const openDirect = useOpenDirect();

  if (isMissing) return <GoneRoom />;
  if (!isKnown(room)) {
    return (
      <div className="flex h-full flex-col">
        <TimelineSkeleton />
      </div>
    );
  }
  return (
    <div className="relative flex h-full">
      <div className="min-w-0 flex-1">
        <Conversation room={room} membersShown={membersShown} onToggleMembers={() => showMembers(!membersShown)} />
      </div>
      {membersShown && (
        <div className="absolute inset-0 z-10 border-line lg:static lg:w-80 lg:shrink-0 lg:border-s">
          <Suspense fallback={<RowsSkeleton className="space-y-1 p-4 pt-20" />}>
            <RoomPanel
              room={room}
              onAdd={() => open({ kind: 'add-members', roomId })}
              onInvite={() => open({ kind: 'invites', roomId })}
              onEdit={() => open({ kind: 'room-settings', roomId })}
              onMessage={(userId) => openDirect.mutate(userId)}
              onShowProfile={(person) => open({ kind: 'profile', person })}
              onClose={() => showMembers(false)}
            />
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

/** Whether the room is none of the person's: they were removed, or the server was asked and doesn't give it. */
function useMissing(roomId: string, isKnownRoom: boolean): boolean {
  const { chat } = useChat();
  const [isGone, setIsGone] = useState(false);
  useEffect(() => chat.on('removed', (removed) => removed.roomId === roomId && setIsGone(true)), [chat, roomId]);
  useEffect(() => {
    if (isKnownRoom || isGone) return;
    let current = true;
    const timer = setTimeout(() => void chat.loadRoom(roomId).finally(() => current && setIsGone(true)), askAfterMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [chat, roomId, isKnownRoom, isGone]);
  return isGone && !isKnownRoom;
}
