import { runRebuildCommand } from '@parley/service-kit';
import { rebuildMessages } from './rebuild-messages.ts';

await runRebuildCommand({ service: 'messages', rebuild: rebuildMessages });
