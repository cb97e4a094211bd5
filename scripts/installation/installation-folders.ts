import { join } from 'node:path';
import { stateFolder } from '@parley/backing';

export const logFolder = join(stateFolder, 'logs');
/** There when the demo accounts and their conversations are complete. */
export const seededFile = join(stateFolder, 'seeded');
