import { randomBytes } from 'node:crypto';
import { createParley, type Parley } from '@parley/client';
import { callApi, eventually, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let stack: Stack;
let ada: TestUser;
let grace: TestUser;
let parley: Parley;
const maxBytes = 5 * 1024 * 1024;
/** One red pixel. */
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

beforeAll(async () => {
  stack = await startStack({ media: 2, env: { PARLEY_MEDIA_MAX_BYTES: String(maxBytes) } });
  [ada, grace] = [await registerUser(stack, 'ada'), await registerUser(stack, 'grace')];
  parley = createParley({ url: stack.url, refreshToken: ada.refreshToken });
});
afterAll(() => stack?.stop());

describe('files through the front door', () => {
  it('go up with the SDK and come back byte for byte, with every header that keeps them harmless', async () => {
    const content = randomBytes(4_500_000);
    const file = await parley.media.upload(new File([content], 'log.bin'));
    expect(file).toMatchObject({ name: 'log.bin', bytes: content.length });
    expect(Buffer.from(await (await parley.media.blob(file.id)).arrayBuffer()).equals(content)).toBe(true);
    const response = await fetch(`${stack.url}${file.url}`, {
      headers: { authorization: `Bearer ${ada.accessToken}`, range: 'bytes=100-199' },
    });
    expect(response.status).toBe(206);
    expect(Buffer.from(await response.arrayBuffer()).equals(content.subarray(100, 200))).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment/),
      'content-security-policy': expect.stringContaining('sandbox'),
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    const streamed = await parley.media.upload(new Blob([content]).stream(), { name: 'streamed.bin' });
    expect(Buffer.from(await (await parley.media.blob(streamed.id)).arrayBuffer()).equals(content)).toBe(true);
  });

  it('are refused with a reason that arrives, also when it is known only halfway', async () => {
    const announced = await parley.media.upload(new Blob([randomBytes(maxBytes + 100_000)])).catch((error: unknown) => error);
    expect(announced).toMatchObject({ code: 'payload_too_large', status: 413 });
    const streamed = await parley.media.upload(new Blob([randomBytes(maxBytes + 1)]).stream()).catch((error: unknown) => error);
    expect(streamed).toMatchObject({ code: 'payload_too_large', status: 413 });
    const headers = { authorization: `Bearer ${ada.accessToken}`, 'content-type': 'application/json' };
    const noForm = await fetch(`${stack.url}/api/v1/media`, { method: 'POST', headers, body: '{}' });
    expect([noForm.status, (await noForm.json()).code]).toEqual([415, 'unsupported_media_type']);
    const noToken = await fetch(`${stack.url}/api/v1/media`, { method: 'POST', body: new FormData() });
    expect(noToken.status).toBe(401);
  });

  it('are linked to without a token, at any replica', async () => {
    const file = await parley.media.upload(new File([pixel], 'pixel.png'));
    const link = await parley.media.link(file.id);
    for (const { url } of stack.services.media) {
      const response = await fetch(url + link.url);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
      await response.arrayBuffer();
    }
    expect((await fetch(stack.url + (link.thumbnail_url ?? ''))).status).toBe(200);
    for (const service of ['gateway', 'media'] as const) expect(await stack.logs(service)).not.toContain(link.url.split('link=')[1]);
  });

  it('become avatars that others see, through their owner alone', async () => {
    const avatar = await parley.media.upload(new File([pixel], 'me.png'), { purpose: 'avatar' });
    const read = async () => (await callApi(stack.url, `/media/${avatar.id}`, { token: grace.accessToken })).status;
    expect(await read()).toBe(404);
    const stolen = await callApi(stack.url, '/users/me', { method: 'PATCH', token: grace.accessToken, body: { avatar_id: avatar.id } });
    expect(stolen).toMatchObject({ status: 422, body: { code: 'unprocessable' } });
    const me = await parley.users.updateMe({ avatar_id: avatar.id });
    expect(me.avatar_url).toBe(`/api/v1/media/${avatar.id}`);
    expect(await read()).toBe(200);
    await eventually('grace sees it in the profile', async () => {
      const { body } = await callApi<{ avatar_url: string }>(stack.url, `/users/${ada.username}`, { token: grace.accessToken });
      return body.avatar_url === avatar.url || undefined;
    });
  });

  it('are in the API’s description, with examples', async () => {
    const document = (await (await fetch(`${stack.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { responses: object; requestBody?: object }>>;
    };
    const ours = Object.entries(document.paths).filter(([path]) => path.startsWith('/api/v1/media'));
    expect(ours.map(([path, methods]) => `${Object.keys(methods).join(' ')} ${path}`).sort()).toEqual([
      'get /api/v1/media/{id}/thumbnail',
      'get delete /api/v1/media/{id}',
      'post /api/v1/media',
      'post /api/v1/media/uploads',
      'post /api/v1/media/uploads/{id}/complete',
      'post /api/v1/media/{id}/link',
    ]);
    const upload = document.paths['/api/v1/media']?.post;
    expect(JSON.stringify(upload?.requestBody)).toMatch(/multipart\/form-data.*UploadForm|multipart\/form-data.*binary/);
    expect(JSON.stringify(upload?.responses)).toContain('engine.jpg');
    expect(Object.keys(upload?.responses ?? {})).toEqual(expect.arrayContaining(['201', '400', '401', '413', '415', '422', '429', '503']));
  });
});
