import { afterEach, describe, expect, it, vi } from 'vitest';
import { ParleyError } from '../errors.ts';
import { createParley } from './parley.ts';

const id = '0199f3a0-0000-7000-8000-0000000000e1';
const tokens = (number: number) => ({ access_token: `t${number}`, refresh_token: 'r', token_type: 'bearer', expires_in: 1_800 });
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

/** A server whose first token has expired on the way. */
function start(answer: (request: Request) => Promise<Response> | Response) {
  const seen: Request[] = [];
  let number = 0;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(String(input), init);
    if (request.url.endsWith('/auth/refresh')) {
      number += 1;
      return json(200, tokens(number));
    }
    seen.push(request.clone());
    if (request.headers.get('authorization') === 'Bearer t1') return json(401, { code: 'token_expired', title: 'Expired' });
    return answer(request);
  };
  return { parley: createParley({ url: 'http://parley.test', fetch, refreshToken: 'r' }), seen };
}

afterEach(() => vi.unstubAllGlobals());

describe('an upload', () => {
  it('is a form with the file in it, sent again with a new token when the old one is over', async () => {
    const { parley, seen } = start(async (request) => {
      const form = await request.formData();
      const file = form.get('file');
      return json(201, { id, name: file instanceof File ? file.name : '', purpose: form.get('purpose') });
    });
    const progress: number[] = [];
    const options = { purpose: 'avatar', onProgress: ({ sent }: { sent: number }) => progress.push(sent) } as const;
    expect(await parley.media.upload(new File(['hello'], 'hi.txt'), options)).toEqual({ id, name: 'hi.txt', purpose: 'avatar' });
    expect(seen.map((request) => request.headers.get('authorization'))).toEqual(['Bearer t1', 'Bearer t2']);
    expect(progress).toEqual([5]);
  });

  it('of a stream goes out as it comes', async () => {
    const { parley } = start(async (request) => {
      if (request.url.endsWith('/link')) return json(201, {});
      const form = await request.formData();
      const file = form.get('file');
      return json(201, {
        name: file instanceof File ? file.name : '',
        text: file instanceof File ? await file.text() : '',
        purpose: form.get('purpose'),
      });
    });
    await parley.media.link(id);
    const progress: unknown[] = [];
    const stream = new Blob(['streamed']).stream();
    const sent = await parley.media.upload(stream, { name: 'a "b".txt', purpose: 'avatar', onProgress: (now) => progress.push(now) });
    expect(sent).toEqual({ name: 'a "b".txt', text: 'streamed', purpose: 'avatar' });
    expect(progress).toEqual([{ sent: 8, total: undefined }]);
  });

  it('that is refused says why, and when to try again', async () => {
    const { parley } = start(
      () =>
        new Response(JSON.stringify({ code: 'too_many_requests', detail: 'Too many' }), { status: 429, headers: { 'retry-after': '7' } }),
    );
    const refused = await parley.media.upload(new Blob(['x'])).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ParleyError);
    expect(refused).toMatchObject({ code: 'too_many_requests', status: 429, retryAfterMs: 7_000, message: 'Too many' });
  });

  it('in a browser tells how far it is, and can be broken off', async () => {
    const sent: FakeRequest[] = [];
    class FakeRequest {
      upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
      headers: Record<string, string> = {};
      status = 0;
      responseText = '';
      onload?: () => void;
      onabort?: () => void;
      open() {}
      setRequestHeader(name: string, value: string) {
        this.headers[name] = value;
      }
      getResponseHeader() {
        return null;
      }
      abort() {
        this.onabort?.();
      }
      send() {
        sent.push(this);
        this.upload.onprogress?.({ loaded: 3, total: 6 });
        if (sent.length === 3) return;
        [this.status, this.responseText] = sent.length === 1 ? [401, '{"code":"token_expired"}'] : [201, JSON.stringify({ id })];
        this.onload?.();
      }
    }
    vi.stubGlobal('XMLHttpRequest', FakeRequest);
    const { parley } = start(() => json(500, {}));
    const progress: unknown[] = [];
    const onProgress = (now: unknown) => progress.push(now);
    expect(await parley.media.upload(new Blob(['x']), { onProgress })).toEqual({ id });
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
    expect(progress).toEqual([
      { sent: 3, total: 6 },
      { sent: 3, total: 6 },
    ]);
    const breakOff = new AbortController();
    const broken = parley.media.upload(new Blob(['x']), { onProgress, signal: breakOff.signal });
    await vi.waitFor(() => expect(sent).toHaveLength(3));
    breakOff.abort(new Error('changed my mind'));
    await expect(broken).rejects.toThrow('changed my mind');
  });
});

describe('a file', () => {
  it('is fetched with the token, small or whole, and linked to for what cannot send one', async () => {
    const { parley, seen } = start((request) => (request.method === 'POST' ? json(201, { url: '/u' }) : new Response('bytes')));
    expect(await (await parley.media.blob(id, { thumbnail: 'small' })).text()).toBe('bytes');
    expect(await (await parley.media.blob(id)).text()).toBe('bytes');
    expect(await parley.media.link(id)).toEqual({ url: '/u' });
    expect(seen.slice(1).map(({ method, url }) => `${method} ${url.slice('http://parley.test/api/v1'.length)}`)).toEqual([
      `GET /media/${id}/thumbnail?size=small`,
      `GET /media/${id}`,
      `POST /media/${id}/link`,
    ]);
  });
});
