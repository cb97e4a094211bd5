import { join } from 'node:path';
import { createDatabase } from '@parley/event-store';
import { migrationEnv, readConfig, runAdminCommand, runRebuildCommand } from '@parley/service-kit';
import { exportFiles } from './backup/export-files.ts';
import { importFiles } from './backup/import-files.ts';
import { configSchema } from './config.ts';
import type { MediaTables } from './media-database.ts';
import { rebuildMedia } from './rebuild-media.ts';
import { openStore } from './store/open-store.ts';

const storeSchema = configSchema.pick({
  PARLEY_MEDIA_FOLDER: true,
  PARLEY_S3_BUCKET: true,
  PARLEY_S3_ENDPOINT: true,
  PARLEY_S3_PUBLIC_ENDPOINT: true,
  PARLEY_S3_REGION: true,
  PARLEY_S3_ACCESS_KEY: true,
  PARLEY_S3_SECRET_KEY: true,
  PARLEY_S3_PATH_STYLE: true,
  PARLEY_S3_DIRECT: true,
});

/** The service's administrative entry, run by the `parley` command: `rebuild`, and for backups `files-export` and `files-import <folder>`. */
await runAdminCommand(async (words) => {
  const [name, folder = ''] = words;
  if (name === 'files-export') return say(await exportTo(folder));
  if (name === 'files-import') return say(await importFrom(folder));
  return runRebuildCommand(words, { service: 'media', rebuild: rebuildMedia });
});

function say(answer: unknown): number {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return 0;
}

async function exportTo(folder: string) {
  const store = await openStore(readConfig(storeSchema, process.env));
  try {
    return await exportFiles(store, folder);
  } finally {
    store.close();
  }
}

async function importFrom(folder: string) {
  const config = readConfig(storeSchema.extend({ DATABASE_OWNER_URL: migrationEnv.DATABASE_OWNER_URL }), process.env);
  const store = await openStore(config);
  const { db, close } = createDatabase<MediaTables>({
    url: config.DATABASE_OWNER_URL,
    poolSize: 1,
    applicationName: 'parley restore media',
  });
  try {
    return await importFiles({ store, db, folder, spool: join(config.PARLEY_MEDIA_FOLDER, 'incoming') });
  } finally {
    await close();
    store.close();
  }
}
