import type { ServerKind } from './find-images.ts';
import { findPostgresPrograms, findProgram, versionOf } from './find-program.ts';
import { InstallError, installPackages } from './install-packages.ts';
import type { Log } from './server-process.ts';

/** Sees to it that the server programs are on this machine, installing what is missing. */
export async function ensureServers({
  log,
  kinds = ['postgres', 'nats', 'redis'],
}: {
  log: Log;
  kinds?: readonly ServerKind[];
}): Promise<void> {
  const missing = kinds.flatMap((kind) => (present[kind]() ? [] : [packages[kind]]));
  if (missing.length > 0)
    await installPackages(missing, 'Parley keeps its data in Postgres, NATS and Redis, and these are missing here', log);
  for (const kind of kinds) checkVersion(kind);
}

const packages: Record<ServerKind, string> = { postgres: 'postgresql', nats: 'nats-server', redis: 'redis-server' };

const present: Record<ServerKind, () => boolean> = {
  postgres: () => findPostgresPrograms().length > 0,
  nats: () => findProgram(['nats-server']) !== undefined,
  redis: () => findProgram(['redis-server', 'valkey-server']) !== undefined,
};

function checkVersion(kind: ServerKind): void {
  if (kind === 'postgres') {
    if (!present.postgres()) throw new InstallError('Parley needs Postgres 15 or later; this system installs an older one.');
    return;
  }
  const program = kind === 'nats' ? findProgram(['nats-server']) : findProgram(['redis-server', 'valkey-server']);
  const [major = 0, minor = 0] = versionOf(program ?? '');
  const enough = kind === 'nats' ? major > 2 || (major === 2 && minor >= 9) : major >= 7;
  const least = kind === 'nats' ? 'nats-server 2.9' : 'Redis 7';
  if (!enough) throw new InstallError(`Parley needs ${least} or later; ${program} is version ${major}.${minor}.`);
}
