import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testImage } from './test-source.ts';

const run = promisify(execFile);

/** The files below a stack's folder that hold `text`: its servers' data, logs and mails. Of servers in containers, the files there. */
export async function findInData(folder: string, text: string): Promise<string[]> {
  const found = await grep('grep', [], text, folder);
  for (const [kind, path] of [
    ['postgres', '/parley'],
    ['nats', '/data'],
  ] as const) {
    if (testImage(kind) === undefined) continue;
    for (const container of await containersOf(join(folder, kind))) {
      const files = await grep('docker', ['exec', container, 'grep'], text, path);
      found.push(...files.map((file) => `${kind}:${file}`));
    }
  }
  return found;
}

/** None where the stack has no server of its own of that kind, or where it is stopped. */
async function containersOf(dir: string): Promise<string[]> {
  const { dataOf } = await import('./test-container.ts');
  const { stdout } = await run('docker', ['ps', '--quiet', '--filter', `label=${dataOf}=${dir}`]);
  return stdout.split('\n').filter(Boolean);
}

async function grep(program: string, before: readonly string[], text: string, path: string): Promise<string[]> {
  const asked = [...before, '--recursive', '--files-with-matches', '--text', '--fixed-strings', '--no-messages', '-e', text, path];
  const { stdout } = await run(program, asked, { maxBuffer: 16 * 1024 ** 2 }).catch((error: { code?: unknown; stdout?: string }) => {
    // 1: nothing found; 2: found or not, a file went away meanwhile.
    if (error.code === 1 || error.code === 2) return { stdout: error.stdout ?? '' };
    throw error;
  });
  return stdout.split('\n').filter(Boolean);
}
