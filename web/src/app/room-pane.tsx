import { useMutation } from '@tanstack/react-query';
import { Ghost, MessagesSquare } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Conversation } from '../features/conversation/conversation.tsx';
import { TimelineSkeleton } from '../features/conversation/timeline-parts.tsx';
import { MemberPanel } from '../features/members/member-panel.tsx';
import { useChat } from '../realtime/chat-context.tsx';
import { parley } from '../realtime/parley.ts';
import { isKnown, useRoom } from '../realtime/use-rooms.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useShell } from './shell-state.ts';

/** The list is usually read by then. */
const askAfterMs = 600;

export function RoomPane({ roomId }: { roomId: string | undefined }) {
  return roomId === undefined ? <NoRoomChosen /> : <ChosenRoom roomId={roomId} />;
}

function ChosenRoom({ roomId }: { roomId: string }) {
  const { chat } = useChat();
  const navigate = useNavigate();
  const room = useRoom(roomId);
  const { membersShown, showMembers, open } = useShell();
  const isMissing = useMissing(roomId, isKnown(room));
  const openDirect = useMutation({
    mutationFn: async (userId: string) => {
      const direct = await parley.rooms.create({ type: 'direct', member_ids: [userId] });
      await chat.loadRoom(direct.id);
      return direct.id;
    },
    onSuccess: (id) => navigate(`/chat/${id}`),
  });

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
        <div className="absolute inset-0 z-10 border-line lg:static lg:w-72 lg:shrink-0 lg:border-l">
          <MemberPanel
            room={room}
            onAdd={() => open({ kind: 'add-members', roomId })}
            onMessage={(member) => openDirect.mutate(member.id)}
            onClose={() => showMembers(false)}
          />
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
