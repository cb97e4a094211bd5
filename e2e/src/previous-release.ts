import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { repositoryRoot, stateFolder } from '@parley/backing';

export type PreviousRelease = { root: string; remove(): Promise<void> };

const archive = join(repositoryRoot, 'scripts/release/previous-release.tar.zst');

/**
 * The services of the release before, unpacked: `scripts/release/record-release.ts` keeps them in the repository, since a clone may have no
 * history. They find their own packages first and everything else in ours, for the folder lies inside the checkout; not in a
 * `node_modules`, where Node.js runs no TypeScript.
 */
export async function unpackPreviousRelease(): Promise<PreviousRelease> {
  await mkdir(stateFolder, { recursive: true });
  const root = await mkdtemp(join(stateFolder, 'previous-release-'));
  const tar = spawn('tar', ['-x', '-C', root], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject);
    tar.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code}`))));
  });
  await pipeline(createReadStream(archive), createZstdDecompress(), tar.stdin);
  await ended;
  await mkdir(join(root, 'node_modules/@parley'), { recursive: true });
  for (const name of await readdir(join(root, 'packages')))
    await symlink(join(root, 'packages', name), join(root, 'node_modules/@parley', name));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
