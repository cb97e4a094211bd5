import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { eventually } from '@parley/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from './fixture/fake-neighbours.ts';
import { type MediaFixture, startMediaFixture } from './fixture/media-fixture.ts';
import { movingGif, photograph, pixelBomb, png } from './fixture/pictures.ts';

let media: MediaFixture;
let ada: TestUser;
let grace: TestUser;

beforeAll(async () => {
  media = await startMediaFixture({ PARLEY_MEDIA_MAX_BYTES: '2000000' });
  [ada, grace] = [await media.neighbours.signIn(), await media.neighbours.signIn()];
});
afterAll(() => media?.stop());

const read = async (id: string, user = ada, path = '') => {
  const response = await media.ask(`/media/${id}${path}`, user);
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
};

async function refusal(response: Response) {
  const body = (await response.json()) as { code: string; detail?: string };
  return [response.status, body.code];
}

describe('an upload', () => {
  it('of any file comes back byte for byte, as a download that no browser runs', async () => {
    const content = randomBytes(300_000);
    const file = await media.upload(ada, content, { name: 'engine.dat', type: 'image/png' });
    expect(file).toMatchObject({
      name: 'engine.dat',
      media_type: 'application/octet-stream',
      bytes: 300_000,
      width: null,
      has_thumbnail: false,
    });
    expect(file).toMatchObject({ purpose: 'attachment', url: `/api/v1/media/${file.id}`, thumbnail_url: null });
    const { status, headers, body } = await read(file.id);
    expect(status).toBe(200);
    expect(body.equals(content)).toBe(true);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="engine.dat"; filename*=UTF-8''engine.dat`,
      'content-length': '300000',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
    });
    expect((await read(file.id, ada, '/thumbnail')).status).toBe(404);
  });

  it('is readable by nobody but its uploader until it is used', async () => {
    const file = await media.upload(ada, 'hello');
    expect([await media.status(file.id, ada), await media.status(file.id, grace)]).toEqual([200, 404]);
    expect((await media.ask(`/media/${file.id}`, undefined)).status).toBe(401);
  });

  it('of a photograph is upright, and nothing but pixels is left of it', async () => {
    const content = await photograph();
    expect(content.includes('SecretPhone')).toBe(true);
    const picture = await media.upload(ada, content, { name: 'holiday.JPG' });
    expect(picture).toMatchObject({ name: 'holiday.JPG', media_type: 'image/jpeg', width: 40, height: 80, has_thumbnail: true });
    const { headers, body } = await read(picture.id);
    expect(headers.get('content-type')).toBe('image/jpeg');
    expect(headers.get('content-disposition')).toMatch(/^inline; /);
    const kept = await sharp(body).metadata();
    expect([kept.exif, kept.orientation, kept.width, kept.height]).toEqual([undefined, undefined, 40, 80]);
    expect(body.includes('SecretPhone')).toBe(false);
    expect(body.length).toBe(picture.bytes);
    // Turned by a quarter: what was left is above.
    const { data, info } = await sharp(body).raw().toBuffer({ resolveWithObject: true });
    const top = data.subarray((5 * info.width + 20) * info.channels);
    expect(top[0]).toBeGreaterThan(200);
  });

  it('of a picture has thumbnails that fit into their boxes', async () => {
    const picture = await media.upload(ada, await png(1_000, 500));
    const medium = await read(picture.id, ada, '/thumbnail');
    const small = await read(picture.id, ada, '/thumbnail?size=small');
    expect(medium.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(medium.body).metadata()).toMatchObject({ format: 'webp', width: 640, height: 320 });
    expect(await sharp(small.body).metadata()).toMatchObject({ width: 160, height: 80 });
    expect((await read(picture.id, ada, '/thumbnail?size=huge')).status).toBe(400);
  });

  it('of an avatar is a square; a file that is no picture cannot be one', async () => {
    const avatar = await media.upload(ada, await png(3_000, 1_500), { purpose: 'avatar' });
    expect(avatar).toMatchObject({ width: 1_024, height: 1_024, purpose: 'avatar' });
    expect(await sharp((await read(avatar.id, ada, '/thumbnail')).body).metadata()).toMatchObject({ width: 320, height: 320 });
    expect(await refusal(await media.send(ada, '%PDF-1.7 …', { purpose: 'room_picture' }))).toEqual([415, 'unsupported_media_type']);
    expect(await refusal(await media.send(ada, 'x', { purpose: 'wallpaper' }))).toEqual([400, 'validation_failed']);
  });

  it('of a moving picture moves on, and its thumbnails stand still', async () => {
    const gif = await media.upload(ada, await movingGif(5), { name: 'dance.gif' });
    expect(gif).toMatchObject({ media_type: 'image/gif', width: 40, height: 30 });
    expect((await sharp((await read(gif.id)).body, { animated: true }).metadata()).pages).toBe(5);
    expect((await sharp((await read(gif.id, ada, '/thumbnail')).body, { animated: true }).metadata()).pages ?? 1).toBe(1);
  });

  it.each(['avif', 'webp', 'png'] as const)('of %s is read and written', async (format) => {
    const content = await sharp(await png())
      .toFormat(format)
      .toBuffer();
    const picture = await media.upload(ada, content, { name: `a.${format}` });
    const written = format === 'avif' ? 'webp' : format;
    expect(picture).toMatchObject({ media_type: `image/${written}`, name: `a.${written}`, width: 80, height: 40 });
  });

  it('answers ranges and conditions', async () => {
    const content = randomBytes(1_000);
    const { id } = await media.upload(ada, content);
    const ranged = async (headers: Record<string, string>) => {
      const response = await media.ask(`/media/${id}`, ada, { headers });
      return [response.status, response.headers.get('content-range'), Buffer.from(await response.arrayBuffer()).toString('hex')];
    };
    const hex = (from: number, to: number) => content.subarray(from, to).toString('hex');
    expect(await ranged({ range: 'bytes=10-19' })).toEqual([206, 'bytes 10-19/1000', hex(10, 20)]);
    expect(await ranged({ range: 'bytes=990-' })).toEqual([206, 'bytes 990-999/1000', hex(990, 1_000)]);
    expect(await ranged({ range: 'bytes=-5' })).toEqual([206, 'bytes 995-999/1000', hex(995, 1_000)]);
    expect(await ranged({ range: 'bytes=0-9,20-29' })).toEqual([200, null, hex(0, 1_000)]);
    expect(await ranged({ range: 'bytes=0-9', 'if-range': '"other"' })).toEqual([200, null, hex(0, 1_000)]);
    expect((await ranged({ range: 'bytes=1000-' })).slice(0, 2)).toEqual([416, 'bytes */1000']);
    const etag = (await media.ask(`/media/${id}`, ada)).headers.get('etag') ?? '';
    const again = await media.ask(`/media/${id}`, ada, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await media.ask(`/media/${id}`, ada, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '1000', '']);
  });

  it('may be deleted by its uploader while it is unused, and its file goes', async () => {
    const { id } = await media.upload(ada, 'mine');
    expect((await media.ask(`/media/${id}`, grace, { method: 'DELETE' })).status).toBe(404);
    expect((await media.ask(`/media/${id}`, ada, { method: 'DELETE' })).status).toBe(204);
    expect(await media.status(id, ada)).toBe(404);
    expect((await media.ask(`/media/${id}`, ada, { method: 'DELETE' })).status).toBe(404);
    await eventually('the file is gone', async () => !(await media.stored()).some((stored) => stored === id) || undefined);
  });
});

describe('a hostile upload', () => {
  const hostileNames: Array<[string, string]> = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
    ['..', 'file'],
    ['.htaccess', 'htaccess'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a"b;c\r\nx: y.txt', 'a_b;cx_ y.txt'],
    ['Größe 1’s «Bild».txt', 'Größe 1’s «Bild».txt'],
    ['', 'file'],
  ];
  it.each(hostileNames)('named %j has the harmless name %j', async (given, shown) => {
    const boundary = 'x-boundary';
    const escaped = given
      .replaceAll('\\', '\\\\')
      .replaceAll('"', '\\"')
      .replaceAll(/[\r\n]/g, '');
    const body = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${escaped}"\r\ncontent-type: text/plain\r\n\r\ntext\r\n--${boundary}--\r\n`;
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    const response = await media.ask('/media', ada, { method: 'POST', headers, body });
    const file = (await response.json()) as { name: string; id: string };
    expect([response.status, file.name]).toEqual([201, shown]);
    const { headers: answered } = await read(file.id);
    expect(answered.get('content-disposition')).toMatch(/^attachment; filename="[A-Za-z0-9 ._()-]+"; filename\*=UTF-8''[A-Za-z0-9._%-]+$/);
  });

  const pages: Array<[string, string, string]> = [
    ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'],
    ['an SVG behind a declaration', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
    ['a page', '<!DOCTYPE html><script>alert(1)</script>', 'text/html'],
    ['XML with entities', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>', 'application/xml'],
  ];
  it.each(pages)('that is %s, whatever it is called, is a heap of bytes to a browser', async (_what, content, mediaType) => {
    const file = await media.upload(ada, content, { name: 'cat.png', type: 'image/png' });
    expect(file).toMatchObject({ media_type: mediaType, has_thumbnail: false });
    const { headers } = await read(file.id);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('that is a picture and a page or an archive at once leaves as a picture only', async () => {
    const page = '<script>alert("polyglot")</script>';
    const archive = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from('payload.class')]);
    const polyglots = [
      Buffer.concat([await movingGif(1), Buffer.from(page), archive]),
      Buffer.concat([await png(), Buffer.from(page), archive]),
      Buffer.concat([await photograph(), Buffer.from(page), archive]),
    ];
    for (const content of polyglots) {
      const file = await media.upload(ada, content, { name: 'page.html', type: 'text/html' });
      expect(file.name).toMatch(/^page\.html\.(gif|png|jpg)$/);
      const { body, headers } = await read(file.id);
      expect(headers.get('content-type')).toMatch(/^image\//);
      expect(body.includes('polyglot') || body.includes('payload.class')).toBe(false);
    }
  });

  it('that is a pixel bomb is refused, quickly and without the memory for it', async () => {
    const startedAt = performance.now();
    expect(await refusal(await media.send(ada, pixelBomb()))).toEqual([422, 'unprocessable']);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect((await media.send(ada, await png())).status).toBe(201);
  });

  it('that only begins like a picture is refused', async () => {
    expect(await refusal(await media.send(ada, (await png()).subarray(0, 60)))).toEqual([422, 'unprocessable']);
    const broken = Buffer.from(await photograph());
    broken.fill(0x41, 100);
    expect(await refusal(await media.send(ada, broken))).toEqual([422, 'unprocessable']);
  });

  it('of nothing, or of too much, is refused', async () => {
    expect(await refusal(await media.send(ada, ''))).toEqual([422, 'unprocessable']);
    expect(await refusal(await media.send(ada, randomBytes(2_000_001)))).toEqual([413, 'payload_too_large']);
    expect((await media.send(ada, randomBytes(2_000_000))).status).toBe(201);
  });

  it('that does not say how long it is, is refused where the limit is', async () => {
    let sent = 0;
    const boundary = 'b';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n`;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 0) controller.enqueue(Buffer.from(head));
        sent += 100_000;
        controller.enqueue(new Uint8Array(100_000));
        if (sent > 5_000_000) {
          controller.enqueue(Buffer.from(`\r\n--${boundary}--\r\n`));
          controller.close();
        }
      },
    });
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect(await refusal(await media.ask('/media', ada, init))).toEqual([413, 'payload_too_large']);
  });

  it('of a form with ten thousand parts, none, or a broken one is refused', async () => {
    const part = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n1\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const ask = async (body: string, more = headers) => refusal(await media.ask('/media', ada, { method: 'POST', headers: more, body }));
    expect(await ask(`${Array.from({ length: 10_000 }, (_, index) => part(`f${index}`)).join('')}--b--\r\n`)).toEqual([
      413,
      'payload_too_large',
    ]);
    expect(await ask(`${part('purpose').replace('\r\n1\r\n', '\r\navatar\r\n')}--b--\r\n`)).toEqual([400, 'validation_failed']);
    expect(await ask(`${part('__proto__')}--b--\r\n`)).toEqual([400, 'validation_failed']);
    expect(await ask('--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\ncut o')).toEqual([400, 'validation_failed']);
    expect(await ask('no form at all')).toEqual([400, 'validation_failed']);
    expect(await ask('{}', { 'content-type': 'application/json' })).toEqual([415, 'unsupported_media_type']);
  });

  it('that breaks off leaves nothing behind', async () => {
    const before = await media.stored();
    const { port } = new URL(media.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n';
    socket.write(
      `POST /api/v1/media HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ada.token}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 900000\r\n\r\n${head}`,
    );
    socket.write(Buffer.alloc(200_000));
    await eventually('it has begun', async () => (await media.incoming()).length > 0 || undefined);
    socket.destroy();
    await eventually('it is cleaned up', async () => (await media.incoming()).length === 0 || undefined);
    expect(await media.stored()).toEqual(before);
    const open = await media.db.selectFrom('uploads').select('upload_id').where('ended_at', 'is', null).execute();
    expect(open).toEqual([]);
  });

  it('has left no file outside of the store, and no name or content in the log', async () => {
    expect(await media.incoming()).toEqual([]);
    expect((await readdir(media.folder)).sort()).toEqual(['incoming', 'objects']);
    const text = media.logs.join('');
    for (const word of ['passwd', 'holiday', 'SecretPhone', ada.token]) expect(text).not.toContain(word);
  });
});
