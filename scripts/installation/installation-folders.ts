import { join } from 'node:path';
import { stateFolder } from '@parley/backing';

export const logFolder = join(stateFolder, 'logs');
/** Mails, as long as no mail server is configured. */
export const outboxFolder = join(stateFolder, 'outbox');
