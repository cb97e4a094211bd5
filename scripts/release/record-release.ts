import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { hashMigrations, releasedFile } from '../checks/migrations.ts';

/** `node scripts/release/record-release.ts`, on the commit of a release: from then on its migrations may not change. */
await writeFile(join(repositoryRoot, releasedFile), `${JSON.stringify(await hashMigrations(repositoryRoot), undefined, 2)}\n`);
