import { randomUUIDv7 } from 'node:crypto';
import { roomIdSchema } from '@parley/contracts';
import { createDatabase, type Database, migrate } from '@parley/event-store';
import { createLogger } from '@parley/service-kit';
import { createTestDatabase, type TestDatabase } from '@parley/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evolve, initial } from '../../domain/room.ts';
import { person } from '../../fixture/room-specification.ts';
import { play, story } from '../../fixture/room-stories.ts';
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

describe('the read model', () => {
  it('gives decisions the state that folding the events gives, whatever happened', async () => {
    const everyone = Array.from({ length: 7 }, (_, index) => person(`0${index + 1}`));
    await fc.assert(
      fc.asyncProperty(story, async ([opening, commands]) => {
        const roomId = roomIdSchema.parse(randomUUIDv7());
        // Slugs are unique; the story's is the same each time.
        const events = play([opening, commands]).map((event) =>
          event.type === 'RoomCreated' && event.data.slug ? { ...event, data: { ...event.data, slug: `slug-${roomId}` } } : event,
        );
        await runtime.db.transaction().execute((trx) => appendRoomEvents(trx, { roomId, expectedVersion: 0, events, metadata: {} }));
        const loaded = await loadRoom(runtime.db, roomId, everyone);
        const folded = events.reduce(evolve, initial);
        expect(loaded).toEqual({ state: folded, version: events.length });
      }),
      { numRuns: 60 },
    );
  });

  it('keeps one direct room of two people even if a lock were forgotten', async () => {
    const members = [person('01'), person('02')].map((userId) => ({ userId, role: 'member' as const }));
    const event = { type: 'RoomCreated', data: { type: 'direct', name: null, slug: null, description: null, members } } as const;
    const create = () =>
      runtime.db.transaction().execute((trx) => {
        const roomId = roomIdSchema.parse(randomUUIDv7());
        return appendRoomEvents(trx, { roomId, expectedVersion: 0, events: [event], metadata: {} });
      });
    await create();
    await expect(create()).rejects.toThrow('direct_pairs_pkey');
  });
});
