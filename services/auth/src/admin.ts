import { runAdminCommand, runRebuildCommand } from '@parley/service-kit';
import { runAccountCommand } from './command-line/run-account-command.ts';
import { runKeysCommand } from './keys-command.ts';
import { rebuildAuth } from './rebuild-auth.ts';

/** `node src/admin.ts rebuild …`, `keys …`, or one of the commands about people that `parley --help` lists. */
await runAdminCommand(async (words) => {
  switch (words[0]) {
    case 'rebuild':
      return runRebuildCommand(words, { service: 'auth', rebuild: rebuildAuth });
    case 'keys':
      return runKeysCommand(words.slice(1));
    default:
      return runAccountCommand(words);
  }
});
