import { createHash } from 'node:crypto';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, repositoryRoot } from '@parley/backing';
import { runCommand } from '../run-command.ts';

export const webRoot = join(repositoryRoot, 'web/dist');

const sources = ['web/**', 'packages/client/src/**', 'packages/contracts/src/**', 'package-lock.json', 'tsconfig.base.json'];
const notSources = (path: string) => /(^|\/)(node_modules|dist|\.turbo)$/.test(path);

/** Builds the web client into `web/dist`, unless what is there was built from the same sources. */
export async function buildWeb(log: Log): Promise<string> {
  const stampFile = join(webRoot, '.built-from');
  const stamp = await hashSources();
  const built = await readFile(stampFile, 'utf8').catch(() => undefined);
  if (built === stamp) return webRoot;
  log('Building the web client …');
  const { code, output } = await runCommand('vite', ['build', 'web', '--logLevel', 'warn', '--emptyOutDir']);
  if (code !== 0) throw new Error(`The web client could not be built:\n${output}`);
  await writeFile(stampFile, stamp);
  return webRoot;
}

async function hashSources(): Promise<string> {
  const files: string[] = [];
  for (const pattern of sources) {
    for await (const entry of glob(pattern, { cwd: repositoryRoot, withFileTypes: true, exclude: (item) => notSources(item.name) })) {
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
    }
  }
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}
