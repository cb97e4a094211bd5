import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Log } from './server-process.ts';

const run = promisify(execFile);

export type ServerKind = 'postgres' | 'nats' | 'redis';
export type Images = Record<ServerKind, string>;

/** What is pulled when nothing suitable is at hand, and the oldest version of each that Parley works with. */
const wanted: Record<ServerKind, { pull: string; repository: RegExp; atLeast: readonly [number, number] }> = {
  postgres: { pull: 'postgres:18-alpine', repository: /(^|\/)postgres$/, atLeast: [15, 0] },
  nats: { pull: 'nats:2.14-alpine', repository: /(^|\/)nats$/, atLeast: [2, 9] },
  redis: { pull: 'redis:8-alpine', repository: /(^|\/)(redis|valkey)$/, atLeast: [7, 0] },
};

const engineTimeoutMs = 5_000;
const pullTimeoutMs = 90_000;

export type FoundImages = { images: Images } | { reason: string };

/** Whether a Docker engine answers and has, or can get in reasonable time, what Parley needs. */
export async function findImages(log: Log): Promise<FoundImages> {
  const listed = await docker(engineTimeoutMs, 'image', 'ls', '--format', '{{.Repository}}:{{.Tag}}');
  if (listed === undefined) return { reason: 'no Docker engine answers' };
  const present = listed.split('\n').filter(Boolean);
  const images: Partial<Images> = {};
  for (const kind of ['postgres', 'nats', 'redis'] as const) {
    const image = pickImage(kind, present) ?? (await pull(wanted[kind].pull, log));
    if (image === undefined) return { reason: `Docker has no image for ${kind}, and ${wanted[kind].pull} could not be pulled` };
    images[kind] = image;
  }
  const { postgres, nats, redis } = images;
  if (postgres === undefined || nats === undefined || redis === undefined) return { reason: 'Docker lacks an image' };
  return { images: { postgres, nats, redis } };
}

/** The newest suitable image among those on this machine. A tag without a version says nothing and is left alone. */
export function pickImage(kind: ServerKind, present: readonly string[]): string | undefined {
  const { repository, atLeast } = wanted[kind];
  const suitable = present.flatMap((image) => {
    const colon = image.lastIndexOf(':');
    const version = /^(\d+)(?:\.(\d+))?/.exec(image.slice(colon + 1));
    if (version === null || !repository.test(image.slice(0, colon))) return [];
    const major = Number(version[1]);
    // `nats:2` is the newest 2.x of the day it was pulled.
    const minor = version[2] === undefined ? 99 : Number(version[2]);
    return major > atLeast[0] || (major === atLeast[0] && minor >= atLeast[1]) ? [{ image, major, minor }] : [];
  });
  return suitable.sort((a, b) => b.major - a.major || b.minor - a.minor)[0]?.image;
}

async function pull(image: string, log: Log): Promise<string | undefined> {
  log(`Docker: pulling ${image} (at most ${pullTimeoutMs / 1000} s) …`);
  return (await docker(pullTimeoutMs, 'pull', '--quiet', image)) === undefined ? undefined : image;
}

async function docker(timeout: number, ...args: string[]): Promise<string | undefined> {
  return run('docker', args, { timeout }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}
