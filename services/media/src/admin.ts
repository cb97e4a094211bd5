import { runRebuildCommand } from '@parley/service-kit';
import { rebuildMedia } from './rebuild-media.ts';

await runRebuildCommand({ service: 'media', rebuild: rebuildMedia });
