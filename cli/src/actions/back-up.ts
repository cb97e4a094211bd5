import { databaseServices } from '@parley/backing/service-catalog';
import { makeBackup } from '../backup/make-backup.ts';
import { manifestSchema } from '../backup/manifest.ts';
import { CommandError, type CommandInput } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { ownerUrls } from '../owner-urls.ts';
import { askAdmin } from '../run-admin.ts';
import { print } from '../tty/print.ts';

/** `backup`: everything into a new folder. */
export async function backUp(folder: string, input: CommandInput): Promise<number> {
  const manifest = await makeBackup({ folder, ownerUrls: await ownerUrls(databaseServices), exportMedia });
  const tables = Object.values(manifest.services).flatMap((service) => service.tables);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const { made_at, took_ms, paused_ms, media } = manifest;
  const words = [
    `${folder}: ${rows} rows of ${tables.length} tables and ${media.files} files as of ${made_at}, in ${(took_ms / 1000).toFixed(1)} s`,
    `Writing waited for ${paused_ms} ms. Keep the folder as you keep the server: README.txt in it says what secrets it holds.`,
  ];
  print(input, { folder, made_at, took_ms, paused_ms, rows, files: media.files }, words.join('\n'));
  return exitCodes.done;
}

async function exportMedia(folder: string) {
  const { status, answer } = await askAdmin('media', ['files-export', folder]);
  if (status !== 0) throw new CommandError('The files of media could not be copied.');
  return manifestSchema.shape.media.parse(answer);
}
