import type { Command } from '../command.ts';
import { typedPath } from './rooms.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'everything into a new folder, while people go on talking',
  arguments: [{ name: '<folder>', description: 'does not exist yet, or is empty' }],
  details: [
    'All databases as they were at one moment, and the files of media, with row counts and hashes in manifest.json. Writing waits for some',
    'milliseconds while the moment is fixed. The folder holds secrets (README.txt in it lists them), but not PARLEY_SECRET_KEY.',
    'More: docs/operating/backup.md.',
  ],
  run: async (input) => (await import('../actions/back-up.ts')).backUp(typedPath(input.args[0] ?? ''), input),
};
