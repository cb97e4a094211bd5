import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseService, type DatabaseUrls, databaseServices, migrateServices } from '@parley/backing';
import { createDatabase } from '@parley/event-store';
import { createTestDatabases } from '@parley/testing';
import { makeBackup } from '../../../cli/src/backup/make-backup.ts';
import { restoreBackup } from '../../../cli/src/backup/restore-backup.ts';
import { migrateDatabase, migrationsOf } from '../../../cli/src/migrations.ts';
import { writeLargeRoom } from '../../../services/messages/src/fixture/write-large-room.ts';
import type { MessagesDatabase } from '../../../services/messages/src/messages-database.ts';

export type BackupResult = {
  messages: number;
  rows: number;
  backupSeconds: number;
  pausedMs: number;
  restoreSeconds: number;
  megabytes: number;
};

/** What `parley backup` and `parley restore` take for a room of so many messages, with its log, and everything else empty. */
export async function measureBackup(messages: number): Promise<BackupResult> {
  const source = await createTestDatabases(databaseServices);
  const target = await createTestDatabases(databaseServices);
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-backup-'));
  try {
    await migrateServices(source.services);
    await fill(source.services.messages.ownerUrl, messages);
    const noFiles = { files: 0, bytes: 0, list_hash: `sha256:${'0'.repeat(64)}` };
    const manifest = await makeBackup({ folder, ownerUrls: ownersOf(source.services), exportMedia: async () => noFiles });
    const restored = await restoreBackup({
      folder,
      ownerUrls: ownersOf(target.services),
      knownMigrations: async (service) => (await migrationsOf(service)).map(({ name }) => name),
      runMigrations: (service, only) => migrateDatabase(service, target.services[service].ownerUrl, only),
      importMedia: async () => undefined,
      clearBroker: async () => undefined,
    });
    return {
      messages,
      rows: restored.rows,
      backupSeconds: seconds(manifest.took_ms),
      pausedMs: manifest.paused_ms,
      restoreSeconds: seconds(restored.tookMs),
      megabytes: Math.round((await bytesIn(folder)) / 1e6),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await source.drop();
    await target.drop();
  }
}

export function printBackup(result: BackupResult): void {
  console.log('\nA backup while nothing else runs, and its restore into empty databases:');
  console.table([result]);
}

async function fill(url: string, texts: number): Promise<void> {
  const { db, close } = createDatabase<MessagesDatabase>({ url, poolSize: 2, applicationName: 'bench', statementTimeoutMs: 600_000 });
  try {
    await writeLargeRoom(db, { texts, people: Array.from({ length: 50 }, () => randomUUID()) });
  } finally {
    await close();
  }
}

function ownersOf(services: Record<DatabaseService, DatabaseUrls>): Record<DatabaseService, string> {
  return Object.fromEntries(databaseServices.map((service) => [service, services[service].ownerUrl])) as Record<DatabaseService, string>;
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const seconds = (ms: number) => Number((ms / 1_000).toFixed(1));
