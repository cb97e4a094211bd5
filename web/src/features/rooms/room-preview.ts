import type { Typist } from '@parley/client';
import { nameIn } from '../../realtime/names-in-room.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { plainText } from '../../ui/markdown/plain-text.ts';

/** More of a message than fits on any screen's line: the rest of a long one is not read for it. */
const previewMax = 300;

/** The second line of a room in the list: who types, or what was said last and by whom. */
export function roomPreview(room: KnownRoom, viewerUsername: string, typists: readonly Typist[]): string {
  const [first, second] = typists;
  const isDirect = room.type === 'direct';
  if (first) {
    const { one, two, many } = texts.conversation.typing;
    const name = ({ userId, username }: Typist) => nameIn(room, userId) ?? username;
    return typists.length > 2 ? many(typists.length) : second ? two(name(first), name(second)) : one(name(first));
  }
  const last = room.info.last_message;
  if (!last) return texts.rooms.noMessages;
  const content = plainText(last.content.slice(0, previewMax));
  if (last.sender_username === viewerUsername) return texts.rooms.you(content);
  return isDirect ? content : texts.rooms.from(last.sender_display_name ?? last.sender_username, content);
}

/** Rooms whose name, or whose other person's username, contains every word of `filter`. */
export function matchRooms(rooms: readonly KnownRoom[], filter: string): readonly KnownRoom[] {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rooms;
  return rooms.filter(({ info }) => {
    const haystack = `${info.name} ${info.other_user?.username ?? ''}`.toLocaleLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
