import { randomBytes } from 'node:crypto';
import type { Media, UploadTicket } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from './fixture/fake-neighbours.ts';
import { type MediaFixture, startMediaFixture } from './fixture/media-fixture.ts';
import { photograph } from './fixture/pictures.ts';
import { startTestS3, type TestS3 } from './fixture/test-s3.ts';

let s3: TestS3;
let media: MediaFixture;
let ada: TestUser;
let grace: TestUser;
beforeAll(async () => {
  s3 = await startTestS3('parley-media');
  const { bucket, endpoint, accessKey = '', secretKey = '' } = s3.options;
  media = await startMediaFixture({
    PARLEY_S3_BUCKET: bucket,
    PARLEY_S3_ENDPOINT: endpoint,
    PARLEY_S3_ACCESS_KEY: accessKey,
    PARLEY_S3_SECRET_KEY: secretKey,
    PARLEY_S3_DIRECT: 'on',
    PARLEY_MEDIA_MAX_BYTES: '1000000',
  });
  [ada, grace] = [await media.neighbours.signIn(), await media.neighbours.signIn()];
});
afterAll(async () => {
  await media?.stop();
  await s3?.stop();
});

const post = (path: string, user: TestUser, body?: object) =>
  media.ask(path, user, {
    method: 'POST',
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  });
async function begin(content: Uint8Array, name = 'x', purpose = 'attachment') {
  const response = await post('/media/uploads', ada, { name, bytes: content.length, purpose });
  return (await response.json()) as UploadTicket;
}
const put = async ({ url, headers }: UploadTicket, content: Uint8Array) =>
  (await fetch(url, { method: 'PUT', headers, body: new Uint8Array(content) })).status;
const complete = async (id: string, user = ada) => {
  const response = await post(`/media/uploads/${id}/complete`, user);
  return { status: response.status, body: (await response.json()) as Media & { code?: string } };
};

describe('an upload straight into the store', () => {
  it('is looked at like any other when it is complete, and told of as often as asked', async () => {
    const content = await photograph();
    const ticket = await begin(content, '../holiday.exe');
    expect(await media.status(ticket.id, ada)).toBe(404);
    expect((await complete(ticket.id)).body.code).toBe('conflict');
    expect(await put(ticket, content)).toBe(200);
    expect((await complete(ticket.id, grace)).status).toBe(404);
    const { status, body } = await complete(ticket.id);
    expect([status, body.name, body.media_type, body.width]).toEqual([200, 'holiday.exe.jpg', 'image/jpeg', 40]);
    expect((await complete(ticket.id)).body).toEqual(body);
    const redirect = await media.ask(body.url.slice(7), ada);
    const target = new URL(redirect.headers.get('location') ?? '');
    expect([redirect.status, target.origin, redirect.headers.get('cache-control')]).toEqual([302, s3.options.endpoint, 'no-store']);
    expect(target.searchParams.get('X-Amz-Expires')).toBe('60');
    const response = await fetch(target);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(Buffer.from(await response.arrayBuffer()).includes('SecretPhone')).toBe(false);
    expect((await media.ask(body.url.slice(7), grace)).status).toBe(404);
    const thumbnail = await media.ask(`${body.url.slice(7)}/thumbnail`, ada);
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/webp']);
    await thumbnail.arrayBuffer();
  });

  it('that is not what was said is refused, and over', async () => {
    const page = Buffer.from('<script>alert(1)</script>');
    const ticket = await begin(page, 'me.png', 'avatar');
    await put(ticket, page);
    expect((await complete(ticket.id)).body.code).toBe('unsupported_media_type');
    expect((await complete(ticket.id)).status).toBe(404);
    expect((await post('/media/uploads', ada, { name: 'x', bytes: 1_000_001 })).status).toBe(413);
    expect((await post('/media/uploads', ada, { name: 'x', bytes: 0 })).status).toBe(400);
  });

  it('through this service works too', async () => {
    const content = randomBytes(500_000);
    const file = await media.upload(ada, content);
    const response = await fetch((await media.ask(`/media/${file.id}`, ada)).headers.get('location') ?? '');
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    expect(media.logs.join('')).not.toContain('X-Amz-Signature');
  });
});

describe('a server with a folder', () => {
  it('says that it takes files itself', async () => {
    const local = await startMediaFixture();
    const user = await local.neighbours.signIn();
    const init = { method: 'POST', body: JSON.stringify({ name: 'x', bytes: 1 }), headers: { 'content-type': 'application/json' } };
    const response = await local.ask('/media/uploads', user, init);
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({ detail: 'This server takes files with POST /media' }),
    ]);
    await local.stop();
  });
});
