import { randomUUIDv7 } from 'node:crypto';
import type { AdminRoom } from '@parley/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../fixture/rooms-fixture.ts';

let rooms: RoomsFixture;
let root: TestUser;
let ada: TestUser;
let grace: TestUser;

beforeAll(async () => {
  rooms = await startRoomsFixture();
  root = await rooms.auth.registerAdministrator('root');
  [ada, grace] = [await rooms.auth.register('ada'), await rooms.auth.register('grace')];
});
afterAll(() => rooms?.stop());
afterEach(() => {
  rooms.auth.state.auditing = true;
  rooms.auth.administrators.add(root.id);
});

async function make(body: object, by = ada): Promise<string> {
  return (await rooms.ask('POST', '/rooms', by, { body })).body.id;
}
function codeOf({ status, body }: { status: number; body: { code?: string } | undefined }): string {
  return body?.code ? `${status} ${body.code}` : String(status);
}

describe('GET /admin/rooms', () => {
  it('lists every living room, newest first, in pages, with owner and count, and is written down', async () => {
    const group = await make({ type: 'group', name: 'Engines', member_ids: [grace.id] });
    const channel = await make({ type: 'channel', name: 'News', slug: 'the-news' });
    const direct = await make({ type: 'direct', member_ids: [grace.id] });
    const gone = await make({ type: 'group', name: 'Gone' });
    await rooms.ask('DELETE', `/rooms/${gone}`, ada);

    const all: AdminRoom[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await rooms.ask('GET', '/admin/rooms', root, { query: { limit: '1', ...(cursor ? { cursor } : {}) } });
      all.push(...body.items);
      cursor = body.next_cursor ?? undefined;
    } while (cursor);
    expect(all.map((room) => [room.id, room.type, room.name, room.slug, room.owner?.username ?? null, room.member_count])).toEqual([
      [direct, 'direct', null, null, null, 2],
      [channel, 'channel', 'News', 'the-news', 'ada', 1],
      [group, 'group', 'Engines', null, 'ada', 2],
    ]);
    const ids = async (query: Record<string, string>) =>
      (await rooms.ask('GET', '/admin/rooms', root, { query })).body.items.map((room: AdminRoom) => room.id);
    expect(await ids({ q: 'ENGINE' })).toEqual([group]);
    expect(await ids({ q: 'the-news' })).toEqual([channel]);
    expect(await ids({ q: '%' })).toEqual([]);
    expect(await ids({ type: 'direct' })).toEqual([direct]);
    expect(await ids({ member_id: grace.id })).toEqual([direct, group]);
    expect(rooms.auth.audit.at(-1)).toEqual({
      actor_id: root.id,
      action: 'rooms.listed',
      target_type: 'system',
      target_id: null,
      detail: { member_id: grace.id },
    });
    expect(JSON.stringify(rooms.auth.audit)).not.toContain('ENGINE');
  });

  it('is refused to everybody else, also with a token from a time when they were an administrator', async () => {
    expect(codeOf(await rooms.ask('GET', '/admin/rooms', undefined))).toBe('401 unauthenticated');
    expect(codeOf(await rooms.ask('GET', '/admin/rooms', ada))).toBe('403 forbidden');
    rooms.auth.administrators.add(ada.id);
    expect(codeOf(await rooms.ask('GET', '/admin/rooms', ada))).toBe('403 forbidden');
    rooms.auth.administrators.delete(root.id);
    expect(codeOf(await rooms.ask('GET', '/admin/rooms', root))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('GET', '/admin/rooms', root, { query: { cursor: 'x' } }))).toBe('403 forbidden');
  });

  it('refuses nonsense', async () => {
    const nonsense: Array<Record<string, string>> = [{ cursor: 'x' }, { type: 'none' }, { member_id: 'x' }, { limit: '0' }, { q: '\0' }];
    for (const query of nonsense) expect(codeOf(await rooms.ask('GET', '/admin/rooms', root, { query }))).toBe('400 validation_failed');
  });
});

describe('DELETE /admin/rooms/{id}', () => {
  it('ends any room for everyone, and is written down first', async () => {
    const id = await make({ type: 'group', name: 'Bad', member_ids: [grace.id] });
    expect((await rooms.ask('DELETE', `/admin/rooms/${id}`, root)).status).toBe(204);
    expect(rooms.auth.audit.at(-1)).toMatchObject({ action: 'room.deleted', target_type: 'room', target_id: id, actor_id: root.id });
    for (const user of [ada, grace]) expect(codeOf(await rooms.ask('GET', `/rooms/${id}`, user))).toBe('404 room_not_found');
    expect(codeOf(await rooms.ask('DELETE', `/admin/rooms/${id}`, root))).toBe('404 room_not_found');
  });

  it('lets two people begin a new direct room after theirs was deleted', async () => {
    const [one, other] = [await rooms.auth.register('one'), await rooms.auth.register('other')];
    const body = { type: 'direct', member_ids: [other.id] };
    const id = await make(body, one);
    expect((await rooms.ask('DELETE', `/admin/rooms/${id}`, root)).status).toBe(204);
    const again = await rooms.ask('POST', '/rooms', one, { body });
    expect([again.status, again.body.id === id]).toEqual([201, false]);
  });

  it('does not happen when it cannot be written down', async () => {
    const id = await make({ type: 'group', name: 'Stays' });
    rooms.auth.state.auditing = false;
    expect(codeOf(await rooms.ask('DELETE', `/admin/rooms/${id}`, root))).toBe('503 unavailable');
    expect(codeOf(await rooms.ask('GET', '/admin/rooms', root))).toBe('503 unavailable');
    expect((await rooms.ask('GET', `/rooms/${id}`, ada)).status).toBe(200);
  });

  it('is refused to everybody else', async () => {
    const id = await make({ type: 'group', name: 'Mine' });
    expect(codeOf(await rooms.ask('DELETE', `/admin/rooms/${id}`, ada))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('DELETE', `/admin/rooms/${id}`, undefined))).toBe('401 unauthenticated');
    expect(codeOf(await rooms.ask('DELETE', `/admin/rooms/${randomUUIDv7()}`, root))).toBe('404 room_not_found');
    expect((await rooms.ask('GET', `/rooms/${id}`, ada)).status).toBe(200);
  });
});
