import { randomUUID } from 'node:crypto';
import { claimMediaRpc, mediaIdSchema, mediaUrl, roomIdSchema, userIdSchema } from '@parley/contracts';
import { connectNats, type Nats, RpcRefusal, serveRpc } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import { testNats } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimPicture } from './claim-picture.ts';

let nats: Nats;
let server: Awaited<ReturnType<typeof testNats>>;
const userId = userIdSchema.parse(randomUUID());
const roomId = roomIdSchema.parse(randomUUID());
const pictureId = mediaIdSchema.parse(randomUUID());

beforeAll(async () => {
  server = await testNats();
  nats = await connectNats({ url: server.url, name: 'test', log: createLogger({ service: 'test', level: 'silent' }) });
});
afterAll(async () => {
  await nats.close();
  await server.stop();
});

describe('claiming the picture of a room', () => {
  it('asks media for it, and tells apart a refusal from nobody answering', async () => {
    await expect(claimPicture(nats, { userId, pictureId })).rejects.toMatchObject({ code: 'unavailable' });
    const asked: unknown[] = [];
    const served = await serveRpc(nats, claimMediaRpc, async (request) => {
      asked.push(request);
      if (request.room_id === undefined) throw new RpcRefusal('not_found', 'Not found');
      return { id: request.id, url: mediaUrl(request.id) };
    });
    expect(await claimPicture(nats, { userId, pictureId, roomId })).toEqual({ url: `/api/v1/media/${pictureId}` });
    expect(asked).toEqual([{ user_id: userId, id: pictureId, purpose: 'room_picture', room_id: roomId }]);
    await expect(claimPicture(nats, { userId, pictureId })).rejects.toMatchObject({ code: 'unprocessable' });
    await served.stop();
  });
});
