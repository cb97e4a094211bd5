import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  claimMediaRpc,
  describeMediaRpc,
  type Media,
  type MediaId,
  type MediaLink,
  mediaIdSchema,
  mediaUrl,
  type RoomId,
  type UserId,
} from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
import { eventually } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from './fixture/fake-neighbours.ts';
import { type MediaFixture, startMediaFixture } from './fixture/media-fixture.ts';
import { png } from './fixture/pictures.ts';
import { rebuildMedia } from './rebuild-media.ts';
import { openLocalStore } from './store/local-store.ts';
import { openSpool } from './store/spool.ts';
import { sweep } from './sweep/sweep.ts';

let media: MediaFixture;
let ada: TestUser;
let grace: TestUser;
let mallory: TestUser;
let picture: Buffer;

beforeAll(async () => {
  media = await startMediaFixture();
  [ada, grace, mallory] = [await media.neighbours.signIn(), await media.neighbours.signIn(), await media.neighbours.signIn()];
  picture = await png();
});
afterAll(() => media?.stop());

const mayRead = (user: TestUser, roomId: RoomId, seq: number) => media.neighbours.readable.add(`${user.id} ${roomId} ${seq}`);
const mayNotRead = (user: TestUser, roomId: RoomId, seq: number) => media.neighbours.readable.delete(`${user.id} ${roomId} ${seq}`);
const describeMedia = async (user: TestUser, ...ids: MediaId[]) =>
  (await requestRpc(media.nats, describeMediaRpc, { user_id: user.id, ids })).attachments.map(({ id }) => id);
const claim = (user: TestUser, id: MediaId, purpose: 'avatar' | 'room_picture', room_id?: RoomId) =>
  requestRpc(media.nats, claimMediaRpc, { user_id: user.id, id, purpose, ...(room_id ? { room_id } : {}) });
const showAvatar = (userId: UserId, avatar_url: string | null) =>
  media.neighbours.logs.auth.append(userId, {
    type: 'user.profile_changed',
    user_id: userId,
    at: media.clock.now().toISOString(),
    data: { username: 'x', display_name: 'X', avatar_url },
  });
const roomEvent = (roomId: RoomId, type: string, data: object) =>
  media.neighbours.logs.rooms.append(roomId, { type, room_id: roomId, at: media.clock.now().toISOString(), actor_id: null, data });
const whenGone = (id: string) =>
  eventually(
    'the file is gone',
    async () => ((await media.status(id, ada)) === 404 && !(await media.stored()).some((one) => one === id)) || undefined,
  );
const shown = (id: MediaId) =>
  eventually(
    'it is shown',
    async () => (await media.db.selectFrom('current_pictures').select('kind').where('media_id', '=', id).execute())[0],
  );

describe('an attachment', () => {
  it('is read by whoever may read its message, and no longer once they may not', async () => {
    const room = media.newRoom();
    const file = await media.upload(ada, picture);
    const { seq } = await media.post(ada, room, [file.id]);
    expect(await media.status(file.id, grace)).toBe(404);
    mayRead(grace, room, seq);
    expect([await media.status(file.id, grace), await media.status(`${file.id}/thumbnail`, grace)]).toEqual([200, 200]);
    const again = await media.ask(`/media/${file.id}`, grace, { headers: { 'if-none-match': `"${file.id}-original"` } });
    expect(again.status).toBe(304);
    mayNotRead(grace, room, seq);
    expect([await media.status(file.id, grace), await media.status(`${file.id}/thumbnail`, grace)]).toEqual([404, 404]);
    const conditional = await media.ask(`/media/${file.id}`, grace, { headers: { 'if-none-match': '*' } });
    expect(conditional.status).toBe(404);
    expect(await media.status(file.id, ada)).toBe(200);
  });

  it('of a message that has not come here yet is asked for at messages', async () => {
    const room = media.newRoom();
    const file = await media.upload(ada, 'quick');
    const { seq } = await media.post(ada, room, [file.id], { held: true });
    mayRead(grace, room, seq);
    expect(await media.status(file.id, grace)).toBe(200);
  });

  it('cannot be told about while nobody answers, and is not given out', async () => {
    const room = media.newRoom();
    const file = await media.upload(ada, 'secret');
    const { seq } = await media.post(ada, room, [file.id]);
    mayRead(grace, room, seq);
    media.neighbours.state.up = false;
    expect(await media.status(file.id, grace)).toBe(503);
    media.neighbours.state.up = true;
    expect(await media.status(file.id, grace)).toBe(200);
  });

  it('is described to its uploader alone, and only until a message carries it', async () => {
    const [one, two] = [await media.upload(ada, picture, { name: 'one.png' }), await media.upload(ada, 'two')];
    const avatar = await media.upload(ada, picture, { purpose: 'avatar' });
    const unknown = (await media.upload(grace, 'hers')).id;
    expect(await describeMedia(ada, two.id, unknown, one.id, avatar.id, one.id)).toEqual([two.id, one.id]);
    expect(await describeMedia(mallory, one.id, two.id)).toEqual([]);
    const { attachments } = await requestRpc(media.nats, describeMediaRpc, { user_id: ada.id, ids: [one.id] });
    expect(attachments).toEqual([
      { id: one.id, name: 'one.png', media_type: 'image/png', bytes: one.bytes, width: 80, height: 40, has_thumbnail: true },
    ]);
    await media.post(ada, media.newRoom(), [one.id]);
    expect(await describeMedia(ada, one.id, two.id)).toEqual([two.id]);
  });

  it('that somebody else claims to have attached stays what it was', async () => {
    const room = media.newRoom();
    const [file, own] = [await media.upload(ada, 'private'), await media.upload(mallory, 'bait')];
    const { id } = await media.post(mallory, room, [own.id]);
    // As if `messages` had not asked.
    await media.neighbours.logs.messages.append(room, {
      type: 'message.posted',
      room_id: room,
      seq: 2,
      at: media.clock.now().toISOString(),
      data: { id: crypto.randomUUID(), sender: { id: mallory.id }, attachments: [{ id: file.id }] },
    });
    mayRead(mallory, room, 2);
    await media.post(mallory, room, [(await media.upload(mallory, 'later')).id], { seq: 3 });
    expect(await media.status(file.id, mallory)).toBe(404);
    expect(id).toBeTruthy();
  });

  it('goes with its message, name and all; one that another message carries too stays', async () => {
    const room = media.newRoom();
    const [file, shared] = [await media.upload(ada, picture, { name: 'unforgettable.png' }), await media.upload(ada, 'shared')];
    const first = await media.post(ada, room, [file.id, shared.id]);
    const second = await media.post(ada, room, [shared.id]);
    expect((await media.ask(`/media/${file.id}`, ada, { method: 'DELETE' })).status).toBe(409);
    await media.deleteMessage(room, first);
    await whenGone(file.id);
    expect(await media.status(shared.id, ada)).toBe(200);
    await media.deleteMessage(room, second);
    await whenGone(shared.id);
    const events = await media.db
      .selectFrom('events')
      .select(['type', 'data'])
      .where('stream_id', '=', file.id)
      .orderBy('version')
      .execute();
    expect(events.map(({ type }) => type)).toEqual(['MediaUploaded', 'MediaAttached', 'MediaDeleted']);
    expect(JSON.stringify(events)).not.toContain('unforgettable');
  });

  it('goes with its room', async () => {
    const [room, other] = [media.newRoom(), media.newRoom()];
    const files = await Promise.all(Array.from({ length: 3 }, (_, index) => media.upload(ada, `file ${index}`)));
    const kept = await media.upload(ada, 'kept');
    for (const file of files) await media.post(ada, room, [file.id]);
    await media.post(ada, other, [kept.id]);
    await media.closeRoom(room);
    for (const file of files) await whenGone(file.id);
    expect(await media.status(kept.id, ada)).toBe(200);
  });
});

describe('a picture of a person or room', () => {
  it('is seen by everybody signed in once it is claimed, by its uploader alone', async () => {
    const avatar = await media.upload(ada, picture, { purpose: 'avatar' });
    expect(await media.status(avatar.id, grace)).toBe(404);
    await expect(claim(mallory, avatar.id, 'avatar')).rejects.toMatchObject({ code: 'not_found' });
    await expect(claim(ada, avatar.id, 'room_picture')).rejects.toMatchObject({ code: 'not_found' });
    const attachment = await media.upload(ada, picture);
    await expect(claim(ada, attachment.id, 'avatar')).rejects.toMatchObject({ code: 'not_found' });
    expect(await claim(ada, avatar.id, 'avatar')).toEqual({ id: avatar.id, url: avatar.url });
    expect(await claim(ada, avatar.id, 'avatar')).toEqual({ id: avatar.id, url: avatar.url });
    expect([await media.status(avatar.id, grace), (await media.ask(avatar.url.slice(7), undefined)).status]).toEqual([200, 401]);
  });

  it('of a room is seen by those who may see the room; a room that was being made is learned from its event', async () => {
    const [room, fresh] = [media.newRoom(), media.newRoom()];
    const [one, two] = [
      await media.upload(ada, picture, { purpose: 'room_picture' }),
      await media.upload(ada, picture, { purpose: 'room_picture' }),
    ];
    await claim(ada, one.id, 'room_picture', room);
    await expect(claim(ada, one.id, 'room_picture', fresh)).rejects.toMatchObject({ code: 'conflict' });
    await claim(ada, two.id, 'room_picture');
    media.neighbours.visible.add(`${grace.id} ${room}`).add(`${grace.id} ${fresh}`);
    expect([await media.status(one.id, grace), await media.status(two.id, grace)]).toEqual([200, 404]);
    await roomEvent(fresh, 'room.created', { type: 'group', name: 'x', slug: null, description: null, members: [], picture_id: two.id });
    await shown(two.id);
    expect([await media.status(two.id, grace), await media.status(two.id, mallory)]).toEqual([200, 404]);
    await roomEvent(fresh, 'room.deleted', {});
    media.neighbours.visible.delete(`${grace.id} ${fresh}`);
    expect(await media.status(two.id, grace)).toBe(404);
  });

  it('goes with the account, and so do its unused uploads; what was attached stays with its message', async () => {
    const leaver = await media.neighbours.signIn();
    const avatar = await media.upload(leaver, picture, { purpose: 'avatar' });
    const [unused, attached] = [await media.upload(leaver, 'unused'), await media.upload(leaver, 'attached')];
    await claim(leaver, avatar.id, 'avatar');
    const room = media.newRoom();
    const { seq } = await media.post(leaver, room, [attached.id]);
    mayRead(ada, room, seq);
    await media.neighbours.logs.auth.append(leaver.id, {
      type: 'user.deleted',
      user_id: leaver.id,
      at: media.clock.now().toISOString(),
      data: {},
    });
    await whenGone(avatar.id);
    await whenGone(unused.id);
    expect(await media.status(attached.id, ada)).toBe(200);
  });
});

describe('a link', () => {
  const linkTo = async (id: string, user: TestUser) => {
    const response = await media.ask(`/media/${id}/link`, user, { method: 'POST' });
    return { status: response.status, link: (await response.json()) as MediaLink };
  };
  const follow = async (url: string) => {
    const response = await fetch(media.url + url);
    await response.arrayBuffer();
    return response.status;
  };

  it('opens one file without a token, for five minutes, and for as long as its person may read it', async () => {
    const room = media.newRoom();
    const [file, other] = [await media.upload(ada, picture), await media.upload(ada, picture)];
    const { seq } = await media.post(ada, room, [file.id]);
    expect((await linkTo(file.id, grace)).status).toBe(404);
    mayRead(grace, room, seq);
    const { status, link } = await linkTo(file.id, grace);
    expect(status).toBe(201);
    expect([await follow(link.url), await follow(link.thumbnail_url ?? '')]).toEqual([200, 200]);
    expect(await follow(link.url.replace(file.id, other.id))).toBe(401);
    // The last byte of the signature is another: once in 256 times it was a zero, which `AA` is.
    expect(await follow(`${link.url.slice(0, -2)}${link.url.endsWith('AA') ? 'BA' : 'AA'}`)).toBe(401);
    expect(await follow(`/api/v1/media/${file.id}?link=x`)).toBe(401);
    mayNotRead(grace, room, seq);
    expect(await follow(link.url)).toBe(404);
    mayRead(grace, room, seq);
    media.clock.advance(301_000);
    expect(await follow(link.url)).toBe(401);
    expect(media.logs.join('')).not.toContain(link.url.split('link=')[1]);
  });
});

describe('sweeping', () => {
  const places = () => ({ row: undefined, object: undefined });
  async function run(times = 1): Promise<void> {
    const [store, spool] = [await openLocalStore(media.folder), await openSpool(media.folder)];
    const nothing = async () => undefined;
    const catchUp = { messages: nothing, users: nothing, rooms: nothing };
    const kept = places();
    for (let time = 0; time < times; time += 1) {
      await sweep({ db: media.db, store, spool, clock: media.clock.now, log: media.log, catchUp }, kept);
    }
  }
  const here = async (file: Media) =>
    (await media.db.selectFrom('media').select('media_id').where('media_id', '=', file.id).execute()).length === 1;

  it('takes what was never used after a day, and leaves what is used', async () => {
    const [unused, used] = [await media.upload(ada, 'unused'), await media.upload(ada, 'used')];
    await media.post(ada, media.newRoom(), [used.id]);
    media.clock.advance(23 * 3_600_000);
    await run();
    expect(await here(unused)).toBe(true);
    media.clock.advance(2 * 3_600_000);
    await run();
    expect([await here(unused), await here(used)]).toEqual([false, true]);
  });

  it('takes pictures that are not shown (any more), an hour after their claim', async () => {
    const [before, now, never] = [
      await media.upload(ada, picture, { purpose: 'avatar' }),
      await media.upload(ada, picture, { purpose: 'avatar' }),
      await media.upload(ada, picture, { purpose: 'avatar' }),
    ];
    for (const { id } of [before, now, never]) await claim(ada, id, 'avatar');
    await showAvatar(ada.id, mediaUrl(before.id));
    await shown(before.id);
    await showAvatar(ada.id, mediaUrl(now.id));
    await shown(now.id);
    await run();
    expect([await here(before), await here(now), await here(never)]).toEqual([true, true, true]);
    media.clock.advance(61 * 60_000);
    await run();
    expect([await here(before), await here(now), await here(never)]).toEqual([false, true, false]);
  });

  it('takes objects without a row, and rows without an object', async () => {
    const [kept, lost] = [await media.upload(ada, 'kept'), await media.upload(ada, 'lost')];
    await media.post(ada, media.newRoom(), [kept.id, lost.id]);
    const store = await openLocalStore(media.folder);
    await store.remove([lost.id]);
    const orphan = mediaIdSchema.parse(crypto.randomUUID());
    const file = join(media.folder, 'orphan');
    await writeFile(file, 'left over');
    await store.put(orphan, 'original', { file, mediaType: 'text/plain' });
    media.clock.advance(25 * 3_600_000);
    await run(300);
    expect([await here(kept), await here(lost)]).toEqual([true, false]);
    expect((await media.stored()).includes(orphan)).toBe(false);
  });

  it('deletes nothing when so much is lost that it must be the wrong store', async () => {
    const files = await Promise.all(Array.from({ length: 6 }, (_, index) => media.upload(ada, `file ${index}`)));
    const ids = files.map(({ id }) => id);
    await media.post(ada, media.newRoom(), ids);
    await (await openLocalStore(media.folder)).remove(ids);
    media.clock.advance(2 * 3_600_000);
    await run();
    expect(await Promise.all(files.map(here))).toEqual(files.map(() => true));
    expect(media.logs.join('')).toContain('is it the right one?');
    expect(await media.status(ids[0] ?? '', ada)).toBe(404);
  });
});

describe('the read model', () => {
  it('built again from the events is what the live one is', async () => {
    const report = await rebuildMedia({ ownerUrl: media.database.ownerUrl, swap: false, log: media.log });
    expect(report.tables.map(({ table, missing, surplus }) => [table, missing, surplus])).toEqual([
      ['media', 0, 0],
      ['attachments', 0, 0],
    ]);
    expect(report.identical).toBe(true);
    expect(report.events).toBeGreaterThan(30);
  });
});
