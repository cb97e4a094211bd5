import { randomBytes, randomUUID } from 'node:crypto';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type MediaId, mediaIdSchema } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestS3, type TestS3 } from '../fixture/test-s3.ts';
import { openLocalStore } from './local-store.ts';
import { type MediaStore, ObjectMissingError, ObjectTooLargeError } from './media-store.ts';
import { openS3Store } from './s3-store.ts';

let folder: string;
let s3: TestS3;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-store-'));
  s3 = await startTestS3('parley-test');
});
afterAll(async () => {
  await s3.stop();
  await rm(folder, { recursive: true, force: true });
});

const newId = (): MediaId => mediaIdSchema.parse(randomUUID());

async function localFile(content: Uint8Array): Promise<string> {
  const path = join(folder, randomUUID());
  await writeFile(path, content);
  return path;
}

const stores: Array<[string, () => Promise<MediaStore>]> = [
  ['a folder', () => openLocalStore(join(folder, 'store'))],
  ['an S3-compatible store', async () => openS3Store({ ...s3.options, direct: true })],
];

describe.each(stores)('%s', (_name, open) => {
  let store: MediaStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const put = async (content: Uint8Array, mediaId = newId()) => {
    await store.put(mediaId, 'original', { file: await localFile(content), mediaType: 'text/plain' });
    return mediaId;
  };
  const list = async () => {
    const found: MediaId[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await store.list(after);
      found.push(...page.objects.map(({ mediaId }) => mediaId));
      if (page.next === undefined) return found;
      after = page.next;
    }
  };

  it('gives back what was put, whole and in parts, and takes the local file', async () => {
    const content = randomBytes(700_000);
    const file = await localFile(content);
    const mediaId = newId();
    await store.put(mediaId, 'original', { file, mediaType: 'text/plain' });
    await expect(access(file)).rejects.toThrow();
    expect((await buffer(await store.read(mediaId, 'original'))).equals(content)).toBe(true);
    expect((await buffer(await store.read(mediaId, 'original', { start: 5, end: 9 }))).equals(content.subarray(5, 10))).toBe(true);
    await expect(store.read(mediaId, 'small')).rejects.toThrow(ObjectMissingError);
    await store.put(mediaId, 'small', { file: await localFile(Buffer.from('s')), mediaType: 'image/webp' });
    expect(String(await buffer(await store.read(mediaId, 'small')))).toBe('s');
  });

  it('replaces what was there', async () => {
    const mediaId = await put(Buffer.from('first'));
    await put(Buffer.from('second'), mediaId);
    expect(String(await buffer(await store.read(mediaId, 'original')))).toBe('second');
  });

  it('knows what it has, and forgets what is removed, as often as it is', async () => {
    const [one, two] = [await put(Buffer.from('1')), await put(Buffer.from('2'))];
    await store.put(one, 'medium', { file: await localFile(Buffer.from('m')), mediaType: 'image/webp' });
    expect([await store.has(one), await store.has(newId())]).toEqual([true, false]);
    expect(await list()).toEqual(expect.arrayContaining([one, two]));
    await store.remove([one, newId()]);
    await store.remove([one]);
    expect([await store.has(one), await store.has(two)]).toEqual([false, true]);
    await expect(store.read(one, 'medium')).rejects.toThrow(ObjectMissingError);
    expect(await list()).not.toContain(one);
  });

  it('says when its things were put', async () => {
    const mediaId = await put(Buffer.from('now'));
    let page = await store.list(undefined);
    while (!page.objects.some((object) => object.mediaId === mediaId)) page = await store.list(page.next);
    const found = page.objects.find((object) => object.mediaId === mediaId);
    expect(Math.abs(Date.now() - (found?.modifiedAt.getTime() ?? 0))).toBeLessThan(120_000);
    await store.check();
  });
});

describe('a store that clients reach', () => {
  it('takes a file at a signed address once, of the size that was signed, and gives it out at another', async () => {
    const store = openS3Store({ ...s3.options, direct: true });
    const direct = store.direct;
    if (!direct) throw new Error('not direct');
    const mediaId = newId();
    const { url, headers } = await direct.signUpload(mediaId, { bytes: 5, expiresInSeconds: 60 });
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toContain('content-length');
    await expect(direct.fetchUpload(mediaId, { file: join(folder, 'in'), maxBytes: 10 })).rejects.toThrow(ObjectMissingError);
    expect((await fetch(url, { method: 'PUT', headers: { ...headers }, body: 'hello' })).status).toBe(200);
    await expect(direct.fetchUpload(mediaId, { file: join(folder, 'in'), maxBytes: 4 })).rejects.toThrow(ObjectTooLargeError);
    expect(await direct.fetchUpload(mediaId, { file: join(folder, 'in'), maxBytes: 5 })).toBe(5);
    expect(String(await readFile(join(folder, 'in')))).toBe('hello');
    await direct.removeUpload(mediaId);
    await expect(direct.fetchUpload(mediaId, { file: join(folder, 'in'), maxBytes: 5 })).rejects.toThrow(ObjectMissingError);

    await store.put(mediaId, 'original', { file: await localFile(Buffer.from('kept')), mediaType: 'text/plain' });
    const wish = { mediaType: 'text/plain', disposition: 'attachment; filename="a.txt"', expiresInSeconds: 60 };
    const response = await fetch(await direct.signDownload(mediaId, wish));
    expect([response.status, await response.text(), response.headers.get('content-disposition')]).toEqual([200, 'kept', wish.disposition]);
    store.close();
  });

  it('is not there for a bucket that is not', async () => {
    const store = openS3Store({ ...s3.options, bucket: 'another-bucket', direct: false });
    await expect(store.check()).rejects.toThrow();
    expect(store.direct).toBeUndefined();
    store.close();
  });
});
