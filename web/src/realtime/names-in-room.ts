import { useEffect } from 'react';
import { useChat } from './chat-context.tsx';
import type { KnownRoom } from './use-rooms.ts';

/** Rooms of so many people tell all of their names when they are opened: one page of members. */
const namesMax = 100;

/** What a person is called, as far as this room has told. */
export function nameIn(room: KnownRoom, userId: string): string | undefined {
  if (userId === room.info.other_user?.id) return room.info.name;
  const member = room.members?.find((known) => known.id === userId);
  if (member) return member.display_name;
  const said = room.timeline.findLast((entry) => entry.kind === 'message' && entry.message.sender.id === userId);
  return said?.kind === 'message' ? said.message.sender.display_name : undefined;
}

/** Who only reads, reacts or types stands nowhere in the timeline, and would be "somebody". */
export function useMemberNames({ id, type, members, info }: KnownRoom): void {
  const { chat } = useChat();
  const isWanted = members === null && type !== 'direct' && info.member_count <= namesMax;
  useEffect(() => {
    if (isWanted) void chat.loadMembers(id).catch(() => undefined);
  }, [chat, id, isWanted]);
}
