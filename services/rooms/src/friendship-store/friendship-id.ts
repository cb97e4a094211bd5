import { createHash } from 'node:crypto';
import { type FriendshipId, friendshipIdSchema, type UserId } from '@parley/contracts';
import { directPair } from '../projections/rooms-read-model/project-room-event.ts';

/** Names the namespace of these ids, as RFC 9562 wants one for version 5. Never change it: streams are found by it. */
const namespace = Buffer.from('b6f1a5c23d0e4f7a9c5818e2d47b3a60', 'hex');

/** The stream of two people: a version 5 UUID of the pair, the same whoever of them asks. */
export function friendshipIdOf(one: UserId, other: UserId): FriendshipId {
  const [low, high] = directPair(one, other);
  const bytes = createHash('sha1').update(namespace).update(`${low}/${high}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return friendshipIdSchema.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}
