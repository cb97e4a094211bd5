import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerKind } from './find-images.ts';
import { endProcess, identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import type { Log, RunningServer } from './server-process.ts';

export class BackingInUseError extends Error {
  override name = 'BackingInUseError';
}

type RunningRecord = { owner: ProcessIdentity; servers: Partial<Record<ServerKind, ProcessIdentity>> };
type Ports = Partial<Record<ServerKind, number>>;

export type ServerRecord = {
  /** The port of the last start. */
  port(kind: ServerKind): number | undefined;
  save(kind: ServerKind, server: RunningServer): Promise<void>;
  close(): Promise<void>;
};

/**
 * Remembers ports for the next start, and which processes run now. One process at a time owns a folder; what an owner that is gone
 * has left running is ended first. A pid is believed only together with its start time.
 */
export async function openServerRecord(root: string, log: Log): Promise<ServerRecord> {
  const runningFile = join(root, 'running.json');
  const portsFile = join(root, 'ports.json');
  const left = await readJson<RunningRecord>(runningFile);
  if (left !== undefined) {
    if (isAlive(left.owner) && left.owner.pid !== process.pid) {
      throw new BackingInUseError(`Parley already runs from this folder (process ${left.owner.pid}). Stop it there first.`);
    }
    for (const [kind, identity] of Object.entries(left.servers)) {
      if (!isAlive(identity)) continue;
      log(`Ending ${kind} (process ${identity.pid}), left over from a start that was killed.`);
      await endProcess(identity, kind === 'postgres' ? 'SIGINT' : 'SIGTERM');
    }
  }
  const running: RunningRecord = { owner: identify(process.pid), servers: {} };
  const ports: Ports = (await readJson<Ports>(portsFile)) ?? {};
  await writeFile(runningFile, JSON.stringify(running));
  return {
    port: (kind) => ports[kind],
    save: async (kind, server) => {
      running.servers[kind] = identify(server.pid);
      ports[kind] = server.port;
      await writeFile(runningFile, JSON.stringify(running));
      await writeFile(portsFile, JSON.stringify(ports));
    },
    close: () => rm(runningFile, { force: true }),
  };
}

/** Our own files; one that was cut short by a crash counts as not there. */
async function readJson<Shape>(file: string): Promise<Shape | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Shape;
  } catch {
    return undefined;
  }
}
