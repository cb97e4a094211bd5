import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseServices } from '@parley/backing/service-catalog';
import { z } from 'zod';
import { CommandError } from '../command.ts';

const hash = z.string().regex(/^sha256:[0-9a-f]{64}$/);

const tableSchema = z.object({
  table: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.int().min(0),
  /** Of the rows as Postgres' COPY writes them. A table that was restored gives the same. */
  hash,
  /** Below the service's folder, and what is in it: compressed. */
  file: z.string().regex(/^[a-z0-9_]+\.copy\.zst$/),
  bytes: z.int().min(0),
  file_hash: hash,
});

const serviceSchema = z.object({
  database: z.string(),
  migrations: z.array(z.string()).min(1),
  /** In the order in which they can be filled: what is referred to comes first. */
  tables: z.array(tableSchema),
  sequences: z.array(z.object({ sequence: z.string(), last_value: z.string(), is_called: z.boolean() })),
  /** Of this service's log, for those that keep one. */
  epoch: z.string().optional(),
});

const positionSchema = z.object({
  /** Whose database holds the position, in which row of which table. */
  service: z.enum(databaseServices),
  table: z.enum(['consumer_positions', 'search_cursor']),
  consumer: z.string().optional(),
  /** Whose log it is a position in. */
  of: z.enum(databaseServices),
  /** Everything up to this global position has taken effect; what came later may have, too. */
  reached: z.string(),
});

export const manifestSchema = z.object({
  format: z.literal(1),
  made_at: z.iso.datetime(),
  took_ms: z.int(),
  /** How long nobody could write while the moment was fixed. */
  paused_ms: z.int(),
  services: z.record(z.enum(databaseServices), serviceSchema),
  positions: z.array(positionSchema),
  media: z.object({ files: z.int().min(0), bytes: z.int().min(0), list_hash: hash }),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ServiceManifest = z.infer<typeof serviceSchema>;
export type TableManifest = z.infer<typeof tableSchema>;
export type PositionManifest = z.infer<typeof positionSchema>;

const fileName = 'manifest.json';

/** Last of all, and in one step: a backup that was interrupted has none, and nothing will take it for one. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const unfinished = join(folder, `${fileName}.unfinished`);
  await writeFile(unfinished, `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600, flush: true });
  await rename(unfinished, join(folder, fileName));
}

/** @throws CommandError when there is none, or none that this release understands */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => undefined);
  if (text === undefined) throw new CommandError(`${folder} is no backup: it has no ${fileName}. A backup that was interrupted has none.`);
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new CommandError(`${fileName} is not understood: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
