import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { repositoryRoot } from '@parley/backing';
import { hashMigrations, releasedFile } from '../checks/migrations.ts';

/**
 * `node scripts/release/record-release.ts`, on the commit of a release: keeps its services, so that tests of the next one can run them on
 * their own schema in any clone, however shallow (decision 132). From then on its migrations may not change.
 */
const run = promisify(execFile);

/** What services run on, without what tests them. */
const packages = ['contracts', 'event-store', 'messaging', 'service-kit', 'tracing'];
const kept = ['package.json', 'services', ...packages.map((name) => `packages/${name}`)];
const left = ['*.test.ts', '*.md', '*/tsconfig.json', '*/fixture/*', '*/test-*.ts'].map((pattern) => `:(exclude)${pattern}`);

const archive = await run('git', ['archive', 'HEAD', '--', ...kept, ...left], {
  cwd: repositoryRoot,
  encoding: 'buffer',
  maxBuffer: 64 * 1024 * 1024,
});
const code = await promisify(zstdCompress)(archive.stdout, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
await writeFile(join(repositoryRoot, 'scripts/release/previous-release.tar.zst'), code);
await writeFile(join(repositoryRoot, releasedFile), `${JSON.stringify(await hashMigrations(repositoryRoot), undefined, 2)}\n`);
console.log(
  `The services of this release, ${Math.round(code.length / 1024)} KiB, and the hashes of its migrations are kept in scripts/release.`,
);
