import type { Friend, FriendList, UserId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { cursorTimeSchema, decodeCursor, toPage } from '../cursor.ts';
import { type PresenceOf, readMemberPresence } from '../member-presence.ts';

type SortKey = [sinceMs: number, friendId: string];
const sortKeySchema: z.ZodType<SortKey> = z.tuple([cursorTimeSchema, z.uuid()]);

/** The newest friends first, with presence: one index range, whatever the number of friends. */
export async function listFriends(
  rooms: Pick<RoomsDependencies, 'db' | 'nats' | 'log'>,
  page: { userId: UserId; cursor?: string | undefined; limit: number },
): Promise<FriendList> {
  const after = decodeCursor(page.cursor, sortKeySchema);
  const rows = await friendsOf(rooms.db, page.userId)
    .$if(after !== undefined, (query) => {
      const [sinceMs, friendId] = after ?? [0, ''];
      return query.where(sql<boolean>`(friend.since, friend.friend_id) < (${new Date(sinceMs)}::timestamptz, ${friendId}::uuid)`);
    })
    .orderBy('friend.since', 'desc')
    .orderBy('friend.friend_id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const presenceOf = await readMemberPresence(
    rooms,
    rows.map((row) => row.id),
  );
  return toPage(rows, {
    limit: page.limit,
    keyOf: (row) => [row.since.getTime(), row.id],
    toItem: (row) => toFriend(row, presenceOf),
  });
}

/** @throws ProblemError `user_not_found` when the two are friends no longer */
export async function readFriend(rooms: Pick<RoomsDependencies, 'db' | 'nats' | 'log'>, userId: UserId, friendId: UserId): Promise<Friend> {
  const row = await friendsOf(rooms.db, userId).where('friend.friend_id', '=', friendId).executeTakeFirst();
  if (!row) throw new ProblemError('user_not_found', 'This person is not a friend of yours');
  return toFriend(row, await readMemberPresence(rooms, [friendId]));
}

function friendsOf(db: Kysely<RoomsDatabase>, userId: UserId) {
  return db
    .selectFrom('friends as friend')
    .innerJoin('users as person', 'person.id', 'friend.friend_id')
    .where('friend.user_id', '=', userId)
    .select(['person.id', 'person.username', 'person.display_name', 'person.avatar_url', 'friend.since']);
}

type Row = { id: UserId; username: string; display_name: string; avatar_url: string | null; since: Date };

function toFriend({ since, ...profile }: Row, presenceOf: PresenceOf): Friend {
  return { ...profile, ...presenceOf(profile.id), friends_since: since.toISOString() };
}
