import { runRebuildCommand } from '@parley/service-kit';
import { runAccountCommand } from './command-line/run-account-command.ts';
import { runKeysCommand } from './keys-command.ts';
import { rebuildAuth } from './rebuild-auth.ts';

/** `node src/admin.ts rebuild …`, `keys …`, or one of the commands about people that `parley --help` lists. */
const words = process.argv.slice(2);

if (words[0] === undefined || words[0] === 'rebuild') await runRebuildCommand({ service: 'auth', rebuild: rebuildAuth });
else if (words[0] === 'keys') await runKeysCommand(words.slice(1));
else process.exitCode = await runAccountCommand(words);
