import { describe, expect, it } from 'vitest';
import { buildProgram } from './build-program.ts';
import type { Command, CommandInput } from './command.ts';
import { commandTable } from './command-table.ts';

async function typed(...words: string[]): Promise<{ name: string; input: CommandInput } | undefined> {
  let run: { name: string; input: CommandInput } | undefined;
  const program = buildProgram(commandTable, async (command: Command, input) => {
    run = { name: command.name, input };
  });
  for (const one of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    one.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  }
  await program.parseAsync(words, { from: 'user' });
  return run;
}

describe('the command table', () => {
  it('knows every command that the design lists', () => {
    const wanted =
      'admin create, user list, user suspend, user reset-mfa, room list, room export, session revoke, rebuild, events verify, events tail, ' +
      'relay status, relay republish, dead-letters list, dead-letters retry, backup, restore, seed, erase-user, config check';
    const names = commandTable.map(({ name }) => name);
    expect(wanted.split(', ').filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('takes words and options apart', async () => {
    expect(await typed('room', 'import', 'file.jsonl', '--as', 'x', '--json')).toEqual({
      name: 'room import',
      input: { args: ['file.jsonl'], options: { as: 'x' }, json: true },
    });
    expect(await typed('keys', 'rotate', '--discard-old', '--yes')).toMatchObject({
      input: { options: { 'discard-old': true, yes: true } },
    });
    expect(await typed('events', 'tail', 'auth', '--no-follow')).toMatchObject({ input: { args: ['auth'], options: { follow: false } } });
    expect(await typed('events', 'verify')).toMatchObject({ input: { args: [], options: { 'read-models': true } } });
  });

  it.each([
    [['dance']],
    [['user', 'promote', 'ada']],
    [['user', 'suspend']],
    [['rebuild', 'gateway']],
    [['rebuild', 'auth', '--no-such']],
    [['user', 'list', '--role', 'king']],
  ])('refuses %j', async (words) => {
    await expect(typed(...words)).rejects.toMatchObject({ exitCode: expect.any(Number) });
  });

  it('asks before it destroys', () => {
    const destroying = commandTable.filter(({ destroys }) => destroys !== undefined).map(({ name }) => name);
    expect(destroying.sort()).toEqual(['erase-user', 'keys rotate', 'rebuild', 'relay republish', 'restore', 'room retention', 'scrub']);
  });
});
