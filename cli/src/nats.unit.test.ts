import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { natsUrlOf } from './nats.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-nats-'));
});
afterAll(() => rm(folder, { recursive: true }));

it("the broker's address may lie in a file, as passwords do, beside settings that are none of this one's business", async () => {
  const file = join(folder, 'nats-url');
  await writeFile(file, 'nats://parley:secret@nats:4222\n');
  expect(natsUrlOf({ NATS_URL_FILE: file, PARLEY_SOMETHING: 'x' })).toBe('nats://parley:secret@nats:4222');
  expect(natsUrlOf({ NATS_URL: 'nats://nats:4222' })).toBe('nats://nats:4222');
  expect(natsUrlOf({})).toBeUndefined();
});
