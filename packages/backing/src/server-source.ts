import { ensureServers } from './ensure-servers.ts';
import { findImages, type Images, type ServerKind } from './find-images.ts';
import type { Log } from './server-process.ts';

/** `env`: the servers whose addresses the environment gives. */
export type BackingKind = 'env' | 'docker' | 'local';

export type ServerSource = { kind: 'local' } | { kind: 'docker'; images: Images };

export function parseBackingKind(value: string | undefined): BackingKind | undefined {
  if (value === undefined || value === '') return undefined;
  if (value === 'env' || value === 'docker' || value === 'local') return value;
  throw new Error(`PARLEY_BACKING is "${value}"; it must be env, docker or local.`);
}

export type SourceOptions = { kind?: BackingKind; kinds?: readonly ServerKind[]; log: Log };

/** Containers where Docker can give them, else programs on this machine, installed when they are missing. Says which in one line. */
export async function chooseServerSource({ kind, kinds, log }: SourceOptions): Promise<ServerSource> {
  if (kind !== 'local') {
    const found = await findImages(log);
    if ('images' in found) {
      log(`Postgres, NATS and Redis: containers of ${Object.values(found.images).join(', ')}.`);
      return { kind: 'docker', images: found.images };
    }
    if (kind === 'docker') throw new Error(`PARLEY_BACKING=docker, but ${found.reason}.`);
    log(`Postgres, NATS and Redis: programs on this machine (${found.reason}).`);
  }
  await ensureServers({ log, kinds });
  return { kind: 'local' };
}
