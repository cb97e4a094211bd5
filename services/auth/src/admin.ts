import { runAdminCommand } from '@parley/service-kit/admin-command';
import { runRebuildCommand } from '@parley/service-kit/rebuild-command';

/** `node src/admin.ts rebuild …`, `keys …`, or one of the commands about people that `parley --help` lists. Each loads what it needs. */
await runAdminCommand(async (words) => {
  switch (words[0]) {
    case 'rebuild':
      return runRebuildCommand(words, {
        service: 'auth',
        rebuild: async (options) => (await import('./rebuild-auth.ts')).rebuildAuth(options),
      });
    case 'keys':
      return (await import('./keys-command.ts')).runKeysCommand(words.slice(1));
    default:
      return (await import('./command-line/run-account-command.ts')).runAccountCommand(words);
  }
});
