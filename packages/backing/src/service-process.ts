import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DatabaseUrls } from './provision-databases.ts';
import { type RunningServer, runServer, type ServerOptions } from './server-process.ts';
import { compileCache, type DatabaseService, databaseServices, pinnedNode, type ServiceName, servicePath } from './service-catalog.ts';
import { systemEnvironment } from './service-environment.ts';

const run = promisify(execFile);

export type ServiceOptions = ServerOptions & {
  service: ServiceName;
  port: number;
  logFile: string;
  env: Record<string, string>;
  /** Restarts by itself when a file changes. */
  watch?: boolean;
  /** The checkout whose code runs. Default: this one. */
  codeRoot?: string | undefined;
};

/** A service as a child process of its real `src/main.ts`, resolved when `/readyz` says so. */
export function startService({ service, env, logFile, watch = false, codeRoot, ...options }: ServiceOptions): Promise<RunningServer> {
  return runServer(
    {
      name: service,
      logFile,
      stopSignal: 'SIGTERM',
      // Draining sockets and batches takes up to 15 s of a service's own counting.
      stopGraceMs: 20_000,
      prepare: async () => undefined,
      launch: async (port) => ({
        file: pinnedNode,
        args: [...(watch ? ['--watch', '--watch-preserve-output'] : []), servicePath(service, 'main.ts', codeRoot)],
        env: { NODE_COMPILE_CACHE: compileCache, ...env, PORT: String(port) },
      }),
      probe: async (port) => {
        const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
        if (!response.ok) throw new Error(`not ready: ${await response.text()}`);
      },
      url: (port) => `http://127.0.0.1:${port}`,
      deleteData: async () => undefined,
    },
    options,
  );
}

/** An index on a big table, built while people go on talking, takes its time. */
const longestMigrationMs = 60 * 60_000;

export class MigrationError extends Error {
  override name = 'MigrationError';
}

/** Runs every service's `src/migrate.ts` with its owner role, at once: their databases have nothing in common. */
export async function migrateServices(databases: Record<DatabaseService, DatabaseUrls>, env = systemEnvironment()): Promise<void> {
  await Promise.all(
    databaseServices.map(async (service) => {
      const ownEnv = { NODE_COMPILE_CACHE: compileCache, ...env, DATABASE_OWNER_URL: databases[service].ownerUrl };
      try {
        await run(pinnedNode, [servicePath(service, 'migrate.ts')], { env: ownEnv, timeout: longestMigrationMs });
      } catch (error) {
        throw new MigrationError(`The migration of ${service} failed:\n${outputOf(error)}`);
      }
    }),
  );
}

function outputOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const output = ['stdout', 'stderr'].map((stream) => (stream in error ? String(Reflect.get(error, stream)) : '')).join('');
  return output.trim() || String(error);
}
