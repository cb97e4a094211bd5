import type { Command } from '../command.ts';
import { typedPath } from './rooms.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'a backup into an installation that is stopped and empty',
  arguments: [{ name: '<folder>', description: 'what `backup` made' }],
  destroys: () => 'This machine becomes the installation of the backup: everybody’s clients will follow it.',
  details: [
    'On a machine of its own: starts the servers that `npm start` would start, fills them, stops them; `npm start` goes on from there.',
    'Where the environment names databases: fills those. They must be empty, and nobody may be connected. Hashes are compared before',
    'anything is touched and after everything was loaded. Until a restore has ended nothing migrates or starts on what it left;',
    'run it again. Logs get a new epoch, by which clients know; NATS and Redis fill up from Postgres. More: docs/operating/backup.md.',
  ],
  run: async (input) => (await import('../actions/restore-installation.ts')).restoreInstallation(typedPath(input.args[0] ?? ''), input),
};
