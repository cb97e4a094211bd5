import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { faultsOfMigration } from './migration-rules.ts';

/** What the previous release brought: `scripts/release/record-release.ts` writes it beside that release's code. */
export const releasedFile = 'e2e/previous-release/migrations.json';

const releasedSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

/** File → hash of every migration there is. */
export async function hashMigrations(root: string): Promise<Record<string, string>> {
  const files = (await Array.fromAsync(glob('{packages,services}/*/migrations/*.sql', { cwd: root }))).sort();
  const entries = files.map(
    async (file) =>
      [
        file,
        createHash('sha256')
          .update(await readFile(join(root, file)))
          .digest('hex'),
      ] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Released ones never change; new ones keep the rules. */
export async function faultsOfMigrations(root: string): Promise<string[]> {
  const released = releasedSchema.parse(JSON.parse(await readFile(join(root, releasedFile), 'utf8')));
  const found = await hashMigrations(root);
  const faults = Object.entries(released).flatMap(([file, hash]) => {
    if (found[file] === undefined) return [`${file} is gone: what was released has run on people's databases`];
    return found[file] === hash ? [] : [`${file} was changed: what was released has run on people's databases. Add a migration`];
  });
  for (const file of Object.keys(found)) {
    if (released[file] !== undefined) continue;
    const own = await faultsOfMigration(await readFile(join(root, file), 'utf8'));
    faults.push(...own.map(({ what }) => `${file}: ${what}`));
  }
  return faults;
}
