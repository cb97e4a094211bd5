import { chooseServerSource, parseBackingKind } from '@parley/backing';
import { dropTemplates, shareTemplatePrefix } from './migrated-databases.ts';
import { createRunFolder, removeAbandonedRunFolders } from './run-folder.ts';
import { startPostgres } from './start-server.ts';
import { shareSource } from './test-source.ts';

/**
 * Vitest's main process runs this once per project that names it; the first starts one Postgres for the whole run and the others find
 * its address in the environment, as the workers do. NATS and Redis are never shared, nor taken from the environment: tests kill and
 * wipe theirs.
 */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env.PARLEY_TEST_POSTGRES_URL !== undefined) return async () => undefined;
  const forced = parseBackingKind(process.env.PARLEY_BACKING);
  const given = forced === 'docker' || forced === 'local' ? undefined : process.env.DATABASE_URL;
  const source = await chooseServerSource({ kind: forced === 'env' ? undefined : forced, log: say });
  shareSource(source);
  shareTemplatePrefix();
  if (given !== undefined) {
    process.env.PARLEY_TEST_POSTGRES_URL = given;
    return () => dropTemplates(given);
  }
  await removeAbandonedRunFolders();
  const folder = await createRunFolder('postgres');
  const server = await startPostgres(folder.path, { durable: false });
  process.env.PARLEY_TEST_POSTGRES_URL = server.url;
  return async () => {
    delete process.env.PARLEY_TEST_POSTGRES_URL;
    await server.destroy();
    await folder.remove();
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
