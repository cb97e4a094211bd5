import { runRebuildCommand } from '@parley/service-kit';
import { rebuildAuth } from './rebuild-auth.ts';

await runRebuildCommand({ service: 'auth', rebuild: rebuildAuth });
