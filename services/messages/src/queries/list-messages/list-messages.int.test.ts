import { randomUUID } from 'node:crypto';
import { historyQuerySchema } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture } from '../../fixture/messages-fixture.ts';
import { createUserProfiles } from '../../projections/users/user-profiles.ts';
import { listMessages } from './list-messages.ts';

let messages: MessagesFixture;
let room: string;
let ids: string[];
const ada = randomUUID();

beforeAll(async () => {
  messages = await createMessagesFixture();
  room = await messages.openRoom(ada);
  // Texts are 3 … 22; each a minute after the one before.
  const sent = await messages.send(...Array.from({ length: 20 }, () => command(room, ada)));
  ids = sent.map((outcome) => (outcome.ok ? outcome.id : ''));
  await messages.pool.query(
    "update messages set created_at = '2026-01-01T00:00:00Z'::timestamptz + seq * interval '1 minute' where room_id = $1",
    [room],
  );
  await messages.pool.query('update messages set deleted_at = now(), content = null where room_id = $1 and seq in (12, 13)', [room]);
});
afterAll(() => messages.stop());

async function page(query: Record<string, unknown>) {
  const profiles = createUserProfiles({ db: messages.db, ask: async () => [] });
  const result = await listMessages({ db: messages.db, profiles }, room, {
    ...historyQuerySchema.parse({ limit: 4, ...query }),
    readableFrom: 1,
  });
  return { seqs: result.messages.map((message) => message.seq), next: result.next_cursor, more: result.has_more };
}

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

describe('history', () => {
  it('is paged by seq, to both sides; what was deleted keeps its place', async () => {
    expect(await page({})).toEqual({ seqs: [19, 20, 21, 22], next: '19', more: true });
    expect(await page({ before: 15 })).toEqual({ seqs: [11, 12, 13, 14], next: '11', more: true });
    expect(await page({ after: 10 })).toEqual({ seqs: [11, 12, 13, 14], next: '14', more: true });
    expect(await page({ after: 20 })).toEqual({ seqs: [21, 22], next: null, more: false });
    expect(await page({ before: 4 })).toEqual({ seqs: [1, 2, 3], next: null, more: false });
  });

  it('is shown around a place, also near its ends', async () => {
    expect(await page({ around: 16 })).toEqual({ seqs: [14, 15, 16, 17], next: '14', more: true });
    expect(await page({ around: 12 })).toEqual({ seqs: [10, 11, 12, 13], next: '10', more: true });
    expect(await page({ around: 22 })).toEqual({ seqs: [19, 20, 21, 22], next: '19', more: true });
    expect(await page({ around: 1 })).toEqual({ seqs: [1, 2], next: null, more: false });
    expect(await page({ around: 999 })).toEqual({ seqs: [19, 20, 21, 22], next: '19', more: true });
  });

  it('begins at a time, ends at one, and goes on from a cursor in the same direction', async () => {
    expect(await page({ since: at(18) })).toEqual({ seqs: [18, 19, 20, 21], next: '21', more: true });
    expect(await page({ since: at(18), cursor: '21' })).toEqual({ seqs: [22], next: null, more: false });
    expect(await page({ until: at(18) })).toEqual({ seqs: [14, 15, 16, 17], next: '14', more: true });
    expect(await page({ until: at(18), cursor: '14' })).toEqual({ seqs: [10, 11, 12, 13], next: '10', more: true });
    expect(await page({ since: at(5), until: at(7) })).toEqual({ seqs: [5, 6], next: null, more: false });
    expect(await page({ since: at(99) })).toEqual({ seqs: [], next: null, more: false });
    expect(await page({ until: at(0) })).toEqual({ seqs: [], next: null, more: false });
  });

  it("takes a message's id for a cursor, of this room only", async () => {
    expect(await page({ cursor: ids[2] })).toEqual({ seqs: [1, 2, 3, 4], next: null, more: false });
    await expect(page({ cursor: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses two places at once', () => {
    for (const query of [{ before: 1, after: 1 }, { around: 3, before: 4 }, { around: 3, cursor: '4' }, { cursor: 'x' }, { around: 0 }]) {
      expect(historyQuerySchema.safeParse(query).success).toBe(false);
    }
  });
});
