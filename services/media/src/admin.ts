import { join } from 'node:path';
import { runAdminCommand } from '@parley/service-kit/admin-command';
import { migrationEnv, readConfig } from '@parley/service-kit/config';
import { runRebuildCommand } from '@parley/service-kit/rebuild-command';
import { configSchema } from './config.ts';
import type { MediaTables } from './media-database.ts';
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

/**
 * The service's administrative entry, run by the `parley` command: `rebuild`, and for backups `files-export` and `files-import <folder>`.
 * Each loads what it needs.
 */
await runAdminCommand(async (words) => {
  const [name, folder = ''] = words;
  if (name === 'files-export') return say(await exportTo(folder));
  if (name === 'files-import') return say(await importFrom(folder));
  return runRebuildCommand(words, {
    service: 'media',
    rebuild: async (options) => (await import('./rebuild-media.ts')).rebuildMedia(options),
  });
});

function say(answer: unknown): number {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return 0;
}

async function exportTo(folder: string) {
  const { exportFiles } = await import('./backup/export-files.ts');
  const store = await openStore(readConfig(storeSchema, process.env));
  try {
    return await exportFiles(store, folder);
  } finally {
    store.close();
  }
}

async function importFrom(folder: string) {
  const [{ createDatabase }, { importFiles }] = await Promise.all([import('@parley/event-store'), import('./backup/import-files.ts')]);
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
