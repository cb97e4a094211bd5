import { limits, type RoomId } from '@parley/contracts';

/**
 * A channel's address, made from its name: accents dropped, everything else that is not a letter or digit of ASCII becomes a hyphen.
 * A name that leaves nothing (日本語) is given the random end of the room's id.
 */
export function slugFromName(name: string, roomId: RoomId): string {
  const words = name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const slug = words.join('-').slice(0, limits.slugMax).replace(/-+$/, '');
  return slug || `channel-${roomId.slice(-8)}`;
}
