import { resolve } from 'node:path';
import type { Command, CommandArgument } from '../command.ts';
import { byService, recordAct, runAdmin, wordsOf } from '../run-admin.ts';

const room: CommandArgument = { name: '<room>', description: 'the id of a room' };

const audited = 'Looking is written into the audit.';

/** `npm run parley` changes the folder; what was typed is relative to where it was typed. */
export function typedPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

export const roomCommands: readonly Command[] = [
  {
    name: 'room list',
    summary: 'rooms, newest first, a page at a time',
    options: [
      { flags: '--search <text>', description: 'in names' },
      { flags: '--type <type>', description: 'only these', choices: ['direct', 'group', 'channel'] },
      { flags: '--member <id>', description: 'only where this person is a member' },
      { flags: '--limit <number>', description: '1 to 100' },
      { flags: '--cursor <cursor>', description: 'what the page before ended with' },
    ],
    details: [audited],
    run: async (input) => {
      await recordAct('rooms.listed', 'system');
      return runAdmin('rooms', ['room-list', ...wordsOf(input)]);
    },
  },
  {
    name: 'room export',
    summary: 'a room’s log as JSON lines to standard output, its hash to standard error',
    arguments: [room],
    details: [`It is content that people wrote for each other. ${audited}`],
    run: async (input) => {
      await recordAct('room.exported', 'room', input.args[0]);
      return runAdmin('messages', ['room-export', ...wordsOf(input)]);
    },
  },
  {
    name: 'room import',
    summary: 'a log that was exported, in again with the same hash',
    arguments: [{ name: '<file>', description: 'what `room export` wrote; - for standard input' }],
    options: [{ flags: '--as <id>', description: 'under another id than it had' }],
    run: (input) => {
      const [file = '-'] = input.args;
      return runAdmin('messages', ['room-import', ...wordsOf({ ...input, args: [file === '-' ? file : typedPath(file)] })]);
    },
  },
  {
    name: 'room retention',
    summary: 'how long a room keeps its messages',
    arguments: [room, { name: '<days>', description: 'a number of days, `forever`, or `default`: as the server' }],
    destroys: ({ args }) =>
      /^\d+$/.test(args[1] ?? '')
        ? `Messages of this room that are older than ${args[1]} days will be deleted, now and from now on.`
        : undefined,
    run: byService('messages', ['room-retention']),
  },
];
