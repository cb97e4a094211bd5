import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { repositoryRoot } from '@parley/backing';
import { hashMigrations, releasedFile } from '../checks/migrations.ts';

/**
 * `node scripts/release/record-release.ts [commit]`: keeps the services of a release, so that the next one's tests can run them on its own
 * schema, in any clone, however shallow. Run with every release, on its commit; from then on its migrations may not change.
 */
const run = promisify(execFile);
const maxBuffer = 64 * 1024 * 1024;
const [commit = 'HEAD'] = process.argv.slice(2);

/** What services run on, without what tests them. */
const kept = ['package.json', 'services', ...['contracts', 'event-store', 'messaging', 'service-kit'].map((name) => `packages/${name}`)];
const left = ['*.test.ts', '*.md', '*/tsconfig.json', '*/fixture/*', '*/test-*.ts'].map((pattern) => `:(exclude)${pattern}`);

const { stdout: id } = await run('git', ['rev-parse', '--short=12', commit], { cwd: repositoryRoot });
const { stdout: archive } = await run('git', ['archive', commit, '--', ...kept, ...left], {
  cwd: repositoryRoot,
  encoding: 'buffer',
  maxBuffer,
});
const compressed = await promisify(zstdCompress)(archive, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
await writeFile(join(repositoryRoot, 'e2e/previous-release/code.tar.zst'), compressed);
await writeFile(join(repositoryRoot, releasedFile), `${JSON.stringify(await hashMigrations(repositoryRoot), undefined, 2)}\n`);
console.log(`${id.trim()}: ${Math.round(compressed.length / 1024)} KiB`);
