import { runRebuildCommand } from '@parley/service-kit';
import { runKeysCommand } from './keys-command.ts';
import { rebuildAuth } from './rebuild-auth.ts';

const [command, ...args] = process.argv.slice(2);

if (command === 'keys') await runKeysCommand(args);
else await runRebuildCommand({ service: 'auth', rebuild: rebuildAuth });
