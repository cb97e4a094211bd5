import { join } from 'node:path';
import { stateFolder } from '@parley/backing';

export const logFolder = join(stateFolder, 'logs');
/** Mails, as long as no mail server is configured. */
export const outboxFolder = join(stateFolder, 'outbox');
/** Uploads, as long as no S3-compatible store is configured. */
export const mediaFolder = join(stateFolder, 'media');
/** There when the demo accounts and their conversations are complete. */
export const seededFile = join(stateFolder, 'seeded');
