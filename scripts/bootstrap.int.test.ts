import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const bootstrap = join(import.meta.dirname, 'bootstrap.mjs');
const run = (...args: string[]) => spawnSync(process.execPath, [bootstrap, ...args], { encoding: 'utf8' });

describe('bootstrap', () => {
  it('knows its commands', () => {
    const { status, stderr } = run('strat');
    expect([status, stderr]).toEqual([2, 'Unknown command "strat". Known: start, dev, test, check, faults, bench, parley, screenshots.\n']);
  });

  it('hands over arguments, output and exit status', () => {
    const help = run('parley', '--help');
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('rebuild [options] <service>');
    const mistake = run('parley', 'rebuild', 'nothing');
    expect([mistake.status, mistake.stdout]).toEqual([2, '']);
    expect(mistake.stderr).toContain('Allowed choices are auth, rooms, messages');
  });
});
