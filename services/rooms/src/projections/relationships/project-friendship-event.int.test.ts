import { randomUUIDv7 } from 'node:crypto';
import { friendRequestIdSchema, type UserId, userIdSchema } from '@parley/contracts';
import { createDatabase, type Database, migrate } from '@parley/event-store';
import type { Nats } from '@parley/messaging';
import { createLogger, ProblemError } from '@parley/service-kit';
import { createTestDatabase, type TestDatabase } from '@parley/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideFriendship } from '../../domain/friendship/decide-friendship.ts';
import { evolveFriendship, strangers } from '../../domain/friendship/friendship.ts';
import type { FriendshipCommand } from '../../domain/friendship/friendship-commands.ts';
import { changeFriendship } from '../../friendship-store/change-friendship.ts';
import { friendshipIdOf } from '../../friendship-store/friendship-id.ts';
import { loadFriendship } from '../../friendship-store/load-friendship.ts';
import { roomsMigrations } from '../../migrations.ts';
import { rebuildRooms } from '../../rebuild-rooms.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';

let database: TestDatabase;
let runtime: Database<RoomsDatabase>;
const log = createLogger({ service: 'rooms-test', level: 'silent' });
beforeAll(async () => {
  database = await createTestDatabase('rooms');
  await migrate({ ownerUrl: database.ownerUrl, migrations: await roomsMigrations(), log });
  runtime = createDatabase({ url: database.url, poolSize: 2, applicationName: 'rooms test' });
});
afterAll(async () => {
  await runtime?.close();
  await database?.drop();
});

const steps = fc.array(
  fc.record({
    bySecond: fc.boolean(),
    kind: fc.constantFrom(
      'RequestFriendship',
      'AcceptRequest',
      'DeclineRequest',
      'WithdrawRequest',
      'EndFriendship',
      'BlockUser',
      'UnblockUser',
    ),
    days: fc.integer({ min: 0, max: 9 }),
  }),
  { maxLength: 15 },
);
type Step = { bySecond: boolean; kind: FriendshipCommand['kind']; days: number };

function commandOf({ kind, days }: Step, [actorId, otherId]: [UserId, UserId], lastRequest: string | undefined): FriendshipCommand {
  const requestId = friendRequestIdSchema.parse(kind === 'RequestFriendship' ? randomUUIDv7() : (lastRequest ?? randomUUIDv7()));
  const counts = { actorFriends: 0, otherFriends: 0, pendingRequests: 0, recentRequests: 0, blocks: 0 };
  // Every field that any of them reads: which command it is, `kind` says.
  return { kind, requestId, actorId, otherId, otherExists: true, atMs: Date.now() + days * 86_400_000, ...counts } as FriendshipCommand;
}

/** No devices: what they are told is another test's. */
const untold = { connected: () => false } as Nats;

describe('the read model of two people', () => {
  it('gives decisions the state that folding the events gives, whatever happened, and is what a rebuild gives', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const people: [UserId, UserId] = [userIdSchema.parse(randomUUIDv7()), userIdSchema.parse(randomUUIDv7())];
        const friendshipId = friendshipIdOf(...people);
        let folded = strangers;
        let version = 0;
        let lastRequest: string | undefined;
        for (const step of story) {
          const [first, second] = people;
          const [actorId, otherId] = step.bySecond ? [second, first] : [first, second];
          const command = commandOf(step, [actorId, otherId], lastRequest);
          const expected = decideFriendship(command, folded);
          const change = { actorId, otherId, metadata: {}, commandFor: () => command };
          const done = changeFriendship({ db: runtime.db, nats: untold, wakeRelay: () => undefined }, change);
          if ('refusal' in expected) await expect(done).rejects.toThrow(ProblemError);
          else {
            expect((await done).events).toEqual(expected.events);
            folded = expected.events.reduce(evolveFriendship, folded);
            version += expected.events.length;
          }
          if (folded.bond.kind === 'requested') lastRequest = folded.bond.requestId;
          expect(await loadFriendship(runtime.db, { friendshipId, userIds: people })).toEqual({ state: folded, version });
        }
      }),
      { numRuns: 60 },
    );
    expect(await rebuildRooms({ ownerUrl: database.ownerUrl, swap: false, log })).toMatchObject({ identical: true });
  });

  it('finds the same stream whoever of the two asks, and another for every pair', () => {
    const [one, other, third] = [1, 2, 3].map(() => userIdSchema.parse(randomUUIDv7())) as [UserId, UserId, UserId];
    expect(friendshipIdOf(one, other)).toBe(friendshipIdOf(other, one));
    expect(friendshipIdOf(one, other)).not.toBe(friendshipIdOf(one, third));
    expect(
      friendshipIdOf(
        userIdSchema.parse('0199f3a0-0000-7000-8000-0000000000a1'),
        userIdSchema.parse('0199f3a0-0000-7000-8000-0000000000a2'),
      ),
    ).toBe('661bbbf7-3ad3-5cf3-9d56-96d8d3866b1f');
  });
});
