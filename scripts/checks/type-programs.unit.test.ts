import { glob } from 'node:fs/promises';
import { relative } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.ts';

const programs = ['tsconfig.server.json', 'tsconfig.clients.json', 'web/tsconfig.json', 'web/worker/tsconfig.json'];
const notOurs = /(^|\/)(node_modules|dist|\.turbo|\.parley|\.git)(\/|$)/;

async function filesOf(program: string): Promise<string[]> {
  const { code, output } = await runCommand('node_modules/.bin/tsc', ['-p', program, '--listFilesOnly']);
  if (code !== 0) throw new Error(output);
  return output.split('\n').map((file) => relative(repositoryRoot, file));
}

describe('the programs that types are checked in', () => {
  it('hold every file', async () => {
    const checked = new Set((await Promise.all(programs.map(filesOf))).flat());
    const files = await Array.fromAsync(glob('**/*.{ts,tsx}', { cwd: repositoryRoot, exclude: (path) => notOurs.test(path) }));
    expect(files.length).toBeGreaterThan(1_000);
    expect(files.filter((file) => !checked.has(file) && !notOurs.test(file))).toEqual([]);
  }, 60_000);
});
