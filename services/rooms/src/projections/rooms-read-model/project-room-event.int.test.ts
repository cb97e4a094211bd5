import { randomUUIDv7 } from 'node:crypto';
import { type RoomId, roomIdSchema } from '@parley/contracts';
import { createDatabase, type Database, migrate } from '@parley/event-store';
import { createLogger } from '@parley/service-kit';
import { createTestDatabase, type TestDatabase } from '@parley/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evolve, type Invite, initial } from '../../domain/room.ts';
import { initialSettings, type RoomEvent } from '../../domain/room-events.ts';
import { person } from '../../fixture/room-specification.ts';
import { play, story, storyCodes } from '../../fixture/room-stories.ts';
import { roomsMigrations } from '../../migrations.ts';
import { appendRoomEvents } from '../../room-store/append-room-events.ts';
import { loadRoom } from '../../room-store/load-room.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';

let database: TestDatabase;
let runtime: Database<RoomsDatabase>;
beforeAll(async () => {
  database = await createTestDatabase('rooms');
  const log = createLogger({ service: 'rooms-test', level: 'silent' });
  await migrate({ ownerUrl: database.ownerUrl, migrations: await roomsMigrations(), log });
  runtime = createDatabase({ url: database.url, poolSize: 2, applicationName: 'rooms test' });
});
afterAll(async () => {
  await runtime?.close();
  await database?.drop();
});

/** Slugs and codes are unique; a story's are the same each time. */
function makeUnique(event: RoomEvent, roomId: RoomId): RoomEvent {
  switch (event.type) {
    case 'RoomCreated':
      return event.data.slug ? { ...event, data: { ...event.data, slug: `slug-${roomId}` } } : event;
    case 'InviteCreated':
      return { ...event, data: { ...event.data, code: `${event.data.code}-${roomId}` } };
    case 'InviteAccepted':
      return { ...event, data: { ...event.data, code: `${event.data.code}-${roomId}` } };
    case 'InviteRevoked':
      return { ...event, data: { ...event.data, code: `${event.data.code}-${roomId}` } };
    default:
      return event;
  }
}

describe('the read model', () => {
  it('gives decisions the state that folding the events gives, whatever happened', async () => {
    const everyone = Array.from({ length: 7 }, (_, index) => person(`0${index + 1}`));
    await fc.assert(
      fc.asyncProperty(story, async ([opening, commands]) => {
        const roomId = roomIdSchema.parse(randomUUIDv7());
        const events = play([opening, commands]).map((event) => makeUnique(event, roomId));
        await runtime.db.transaction().execute((trx) => appendRoomEvents(trx, { roomId, expectedVersion: 0, events, metadata: {} }));
        const loaded = await loadRoom(runtime.db, roomId, { people: everyone });
        const folded = events.reduce(evolve, initial);
        const invites = folded.status === 'open' ? folded.invites : new Map<string, Invite>();
        expect(loaded).toEqual({ state: folded.status === 'open' ? { ...folded, invites: new Map() } : folded, version: events.length });
        for (const code of storyCodes.map((one) => `${one}-${roomId}`)) {
          const { state } = await loadRoom(runtime.db, roomId, { people: [], invites: { code } });
          expect(state.status === 'open' ? state.invites.get(code) : undefined).toEqual(invites.get(code));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps one direct room of two people even if a lock were forgotten', async () => {
    const members = [person('01'), person('02')].map((userId) => ({ userId, role: 'member' as const }));
    const event = {
      type: 'RoomCreated',
      data: { type: 'direct', name: null, slug: null, description: null, ...initialSettings, members },
    } as const;
    const create = () =>
      runtime.db.transaction().execute((trx) => {
        const roomId = roomIdSchema.parse(randomUUIDv7());
        return appendRoomEvents(trx, { roomId, expectedVersion: 0, events: [event], metadata: {} });
      });
    await create();
    await expect(create()).rejects.toThrow('direct_pairs_pkey');
  });
});
