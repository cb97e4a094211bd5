import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort, isPortFree } from './free-port.ts';

describe('freePort', () => {
  it('gives the preferred port when it is free, another when it is taken', async () => {
    const preferred = await freePort();
    expect(await freePort(preferred)).toBe(preferred);

    const squatter = createServer().listen(preferred, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    expect(await isPortFree(preferred)).toBe(false);
    expect(await freePort(preferred)).not.toBe(preferred);
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('gives no port to two processes, also while nobody listens there; what a process had is free once it has ended', async () => {
    const choose = `import { freePort } from ${JSON.stringify(join(import.meta.dirname, 'free-port.ts'))};
      process.stdin.on('data', async (wish) => console.log(await freePort(Number(wish))));
      process.stdin.on('end', () => process.exit());`;
    const other = spawn(process.execPath, ['--input-type=module-typescript', '-e', choose], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ask = async (port: number) => {
      other.stdin.write(`${port}\n`);
      const [answer] = await once(other.stdout, 'data');
      return Number(answer);
    };
    const mine = await freePort();
    expect(await ask(mine)).not.toBe(mine);
    const theirs = await ask(await unclaimedPort());
    expect(await isPortFree(theirs)).toBe(true);
    expect(await freePort(theirs)).not.toBe(theirs);

    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await freePort(theirs)).toBe(theirs);
  });

  it('keeps no port for a note whose writer was ended in the middle of it', async () => {
    const [torn, fresh] = [await unclaimedPort(), await unclaimedPort()];
    const noteOf = (port: number) => join(tmpdir(), 'parley-ports', String(port));
    for (const port of [torn, fresh]) await writeFile(noteOf(port), '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(noteOf(torn), longAgo, longAgo);
    expect(await freePort(torn)).toBe(torn);
    expect(await freePort(fresh)).not.toBe(fresh);
    await rm(noteOf(fresh));
  });
});

/** One of which nobody knows: the system's choice, given back. */
async function unclaimedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}
