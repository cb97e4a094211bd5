import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { CommandError } from '../command.ts';
import type { TableManifest } from './manifest.ts';

/** The same text on every server, whatever its settings. */
export async function settleTextForms(client: pg.ClientBase): Promise<void> {
  await client.query(
    "set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'; " +
      'set client_encoding = UTF8; set synchronize_seqscans = off; set statement_timeout = 0',
  );
}

type TableColumns = Pick<TableManifest, 'table' | 'columns'>;

/** One table into one file, compressed, with hashes of both what Postgres said and what is on the disk. */
export async function dumpTable(client: pg.ClientBase, folder: string, { table, columns }: TableColumns): Promise<TableManifest> {
  const file = `${table}.copy.zst`;
  const content = meter();
  const written = meter();
  const copying = client.query(copyTo(`copy ${named({ table, columns })} to stdout`));
  const out = createWriteStream(join(folder, file), { mode: 0o600, flush: true });
  await pipeline(copying, content.stream, createZstdCompress(), written.stream, out);
  return {
    table,
    columns: [...columns],
    rows: copying.rowCount,
    hash: content.hash(),
    file,
    bytes: written.bytes(),
    file_hash: written.hash(),
  };
}

/** One file into one table. @throws CommandError when what was loaded is not what was written */
export async function loadTable(client: pg.ClientBase, folder: string, expected: TableManifest): Promise<void> {
  const content = meter();
  const loading = client.query(copyFrom(`copy ${named(expected)} from stdin`));
  await pipeline(createReadStream(join(folder, expected.file)), createZstdDecompress(), content.stream, loading);
  if (loading.rowCount !== expected.rows || content.hash() !== expected.hash) {
    throw new CommandError(
      `${expected.table}: ${loading.rowCount} rows with ${content.hash()} instead of ${expected.rows} with ${expected.hash}`,
    );
  }
}

/**
 * What the table now says, asked from the table. Rows that were loaded into an empty table by one COPY come out in the order in which
 * they went in, so the hash is that of the manifest, or something is wrong.
 */
export async function verifyTable(client: pg.ClientBase, expected: TableManifest): Promise<void> {
  const hash = createHash('sha256');
  const copying = client.query(copyTo(`copy ${named(expected)} to stdout`));
  for await (const chunk of copying) hash.update(chunk);
  const found = hashText(hash);
  if (copying.rowCount === expected.rows && found === expected.hash) return;
  throw new CommandError(`${expected.table} was not restored as it was: ${copying.rowCount} rows with ${found}`);
}

/** The bytes on the disk, before anything is touched. @throws CommandError */
export async function checkFile(path: string, expected: { bytes: number; hash: string }): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch {
    throw new CommandError(`The backup is damaged: ${path} cannot be read.`);
  }
  if (bytes !== expected.bytes || hashText(hash) !== expected.hash)
    throw new CommandError(`The backup is damaged: ${path} is not what was written.`);
}

function named({ table, columns }: TableColumns): string {
  return `${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
}

/** Counts and hashes what passes. */
function meter() {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  let text: string | undefined;
  return { stream, bytes: () => bytes, hash: () => (text ??= hashText(hash)) };
}

function hashText(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`;
}
