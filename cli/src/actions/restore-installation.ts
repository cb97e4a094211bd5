import { writeFile } from 'node:fs/promises';
import {
  type DatabaseService,
  databaseServices,
  mediaFolder,
  provisionDatabases,
  readPasswords,
  relayServices,
  savePasswords,
  seededFile,
  startBacking,
  stateFolder,
} from '@parley/backing';
import { deleteEventStream } from '@parley/messaging';
import { z } from 'zod';
import { type RestoreOptions, type RestoreReport, restoreBackup } from '../backup/restore-backup.ts';
import { CommandError, type CommandInput } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { migrateDatabase, migrationsOf } from '../migrations.ts';
import { natsUrlOf, withNats } from '../nats.ts';
import { ownerUrls } from '../owner-urls.ts';
import { askAdminWith } from '../run-admin.ts';
import { definedIn, namesInstallation, serviceSettings } from '../service-settings.ts';
import { print, tell } from '../tty/print.ts';

/** `restore`: into the databases that the environment names, else into what `npm start` would start here. */
export async function restoreInstallation(folder: string, input: CommandInput): Promise<number> {
  const report = namesInstallation(process.env) ? await restoreByEnvironment(folder) : await restoreHere(folder);
  const seconds = (report.tookMs / 1000).toFixed(1);
  print(input, report, `Restored: ${report.rows} rows and ${report.files} files in ${seconds} s. Start Parley now.`);
  return exitCodes.done;
}

async function restoreByEnvironment(folder: string): Promise<RestoreReport> {
  const [urls, media, settings] = [await ownerUrls(databaseServices), await serviceSettings('media'), await serviceSettings('auth')];
  return restoreBackup(optionsFor({ folder, urls, media, natsUrl: natsUrlOf(settings) }));
}

/** Where `npm start` keeps everything. Its demo accounts are not wanted among restored ones. */
async function restoreHere(folder: string): Promise<RestoreReport> {
  const backing = await startBacking({ root: stateFolder, log: tell });
  try {
    const passwords = await readPasswords();
    const databases = await provisionDatabases(backing.postgresAdminUrl, 'parley', databaseServices, { passwords });
    await savePasswords(passwords);
    const urls = Object.fromEntries(databaseServices.map((service) => [service, databases[service].ownerUrl])) as Record<
      DatabaseService,
      string
    >;
    const media = { PARLEY_MEDIA_FOLDER: mediaFolder, ...definedIn(process.env), DATABASE_OWNER_URL: urls.media };
    const report = await restoreBackup(optionsFor({ folder, urls, media, natsUrl: backing.natsUrl }));
    await writeFile(seededFile, '');
    return report;
  } finally {
    await backing.stop();
  }
}

type Target = { folder: string; urls: Record<DatabaseService, string>; media: Record<string, string>; natsUrl: string | undefined };

const importedSchema = z.object({ files: z.int(), list_hash: z.string() });

function optionsFor({ folder, urls, media, natsUrl }: Target): RestoreOptions {
  return {
    folder,
    ownerUrls: urls,
    knownMigrations: async (service) => (await migrationsOf(service)).map(({ name }) => name),
    runMigrations: (service, only) => migrateDatabase(service, urls[service], only),
    async importMedia(from, expected) {
      const { status, answer } = await askAdminWith(media, 'media', ['files-import', from]);
      const imported = importedSchema.safeParse(answer);
      if (status !== 0 || !imported.success) throw new CommandError('The files of media could not be restored.');
      if (imported.data.files !== expected.files || imported.data.list_hash !== expected.list_hash) {
        throw new CommandError('The backup is damaged: the list of media files is not what was written.');
      }
    },
    async clearBroker() {
      if (natsUrl === undefined) return;
      await withNats(natsUrl, async (nats) => {
        for (const service of relayServices) await deleteEventStream(nats, service);
      });
    },
  };
}
