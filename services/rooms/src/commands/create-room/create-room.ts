import { createHash, randomUUIDv7 } from 'node:crypto';
import { type RoomId, type RoomType, roomIdSchema, type UserId } from '@parley/contracts';
import type { EventMetadata } from '@parley/event-store';
import type { Transaction } from 'kysely';
import type { RoomsDependencies } from '../../dependencies.ts';
import { decide } from '../../domain/decide.ts';
import { slugOf } from '../../domain/decide-creation.ts';
import { closedReason } from '../../domain/friendship/friendship.ts';
import { initial } from '../../domain/room.ts';
import type { OutsideFacts } from '../../domain/room-commands.ts';
import type { RoomSettings } from '../../domain/room-events.ts';
import { friendshipIdOf } from '../../friendship-store/friendship-id.ts';
import { loadFriendship } from '../../friendship-store/load-friendship.ts';
import { claimPicture } from '../../pictures/claim-picture.ts';
import { directPair } from '../../projections/rooms-read-model/project-room-event.ts';
import { lookUpPeople } from '../../projections/user-profiles/look-up-people.ts';
import { refusalProblem } from '../../refusal-problems.ts';
import { appendRoomEvents } from '../../room-store/append-room-events.ts';
import { lockName } from '../../room-store/lock-name.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { type CreatedRoom, rememberAnswer, rememberedAnswer } from './idempotency.ts';

export type RoomWish = {
  actorId: UserId;
  type: RoomType;
  name?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  settings?: Partial<RoomSettings> | undefined;
  memberIds: readonly UserId[];
  idempotencyKey?: string | undefined;
};

/**
 * Makes a room, exactly once per idempotency key, per pair of people and per slug.
 *
 * What must be unique is locked before it is looked for, always in the order key, then pair or slug: two requests that want the same
 * follow one another, and the second sees what the first made.
 */
export async function createRoom(rooms: RoomsDependencies, wish: RoomWish, metadata: EventMetadata): Promise<CreatedRoom> {
  const facts = await lookUpPeople(rooms, [wish.actorId, ...wish.memberIds]);
  const created = await rooms.db.transaction().execute(async (trx) => {
    const requestHash = hashOf(wish);
    const remembered = await rememberedAnswer(trx, { ...wish, requestHash });
    if (remembered) return remembered;
    const roomId = roomIdSchema.parse(randomUUIDv7());
    // Here, where a repeat waits for the first, and before anything is written: `media` may take its time.
    await claimChosenPicture(rooms, wish, roomId);
    const answer = (await findDirectRoom(trx, wish)) ?? (await appendNewRoom(trx, wish, { roomId, facts, metadata }));
    await rememberAnswer(trx, { ...wish, requestHash, answer });
    return answer;
  });
  if (created.status === 201) rooms.wakeRelay();
  return created;
}

async function claimChosenPicture({ nats }: RoomsDependencies, { actorId: userId, settings }: RoomWish, roomId: RoomId): Promise<void> {
  const pictureId = settings?.pictureId ?? null;
  if (pictureId !== null) await claimPicture(nats, { userId, pictureId, roomId });
}

async function findDirectRoom(trx: Transaction<RoomsDatabase>, wish: RoomWish): Promise<CreatedRoom | undefined> {
  const [other, ...more] = new Set(wish.memberIds.filter((userId) => userId !== wish.actorId));
  // What is not a well-formed wish for a direct room is for `decide` to refuse.
  if (wish.type !== 'direct' || wish.slug !== undefined || !other || more.length > 0) return undefined;
  const [low, high] = directPair(wish.actorId, other);
  await lockName(trx, `direct:${low}:${high}`);
  const pair = trx.selectFrom('direct_pairs').select('room_id').where('low_user_id', '=', low).where('high_user_id', '=', high);
  const found = await pair.executeTakeFirst();
  return found && { roomId: found.room_id, status: 200 };
}

async function appendNewRoom(
  trx: Transaction<RoomsDatabase>,
  wish: RoomWish,
  { roomId, facts, metadata }: { roomId: RoomId; facts: OutsideFacts; metadata: EventMetadata },
): Promise<CreatedRoom> {
  const slugTaken = await isSlugTaken(trx, slugOf({ ...wish, roomId }));
  const pairClosed = await isPairClosed(trx, wish);
  const decision = decide({ kind: 'CreateRoom', ...wish, roomId, ...facts, slugTaken, pairClosed }, initial);
  // Thrown inside the transaction: a refused creation leaves nothing behind, not even its idempotency key.
  if ('refusal' in decision) throw refusalProblem(decision.refusal);
  await appendRoomEvents(trx, { roomId, expectedVersion: 0, events: decision.events, metadata });
  return { roomId, status: 201 };
}

/** Holds for as long as the pair's name is locked: whoever changes what the two are to each other locks it too. */
async function isPairClosed(trx: Transaction<RoomsDatabase>, wish: RoomWish): Promise<'you_blocked' | 'not_accepting' | undefined> {
  const other = wish.memberIds.find((userId) => userId !== wish.actorId);
  if (wish.type !== 'direct' || !other) return undefined;
  const { state } = await loadFriendship(trx, { friendshipId: friendshipIdOf(wish.actorId, other), userIds: [wish.actorId, other] });
  if (state.blockedBy.has(wish.actorId)) return 'you_blocked';
  return closedReason(state) === null ? undefined : 'not_accepting';
}

async function isSlugTaken(trx: Transaction<RoomsDatabase>, slug: string | null): Promise<boolean> {
  if (slug === null) return false;
  await lockName(trx, `slug:${slug}`);
  const room = trx.selectFrom('rooms').select('id').where('slug', '=', slug).where('deleted_at', 'is', null);
  return (await room.executeTakeFirst()) !== undefined;
}

/** Equal for equal wishes, whatever the order of the body's fields. */
function hashOf({ type, name, slug, description, memberIds, settings = {} }: RoomWish): string {
  return createHash('sha256')
    .update(JSON.stringify([type, name, slug, description, memberIds, ...Object.entries(settings).sort()]))
    .digest('base64url');
}
