import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logIn, type Stack, type TestUser, testPassword } from '@parley/testing';
import { parleyCommand } from './parley-command.ts';

/** Made by the command line, the only way there is; signed in. */
export async function createAdministrator(stack: Stack, username: string): Promise<TestUser> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-admin-'));
  try {
    const file = join(folder, 'password');
    await writeFile(file, `${testPassword}\n`, { mode: 0o600 });
    const email = `${username}@example.org`;
    const made = await parleyCommand(stack, 'admin', 'create', '--email', email, '--username', username, '--password-file', file);
    if (made.status !== 0) throw new Error(`admin create: ${made.status} ${made.stderr}`);
    return await logIn(stack, { email, password: testPassword });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
