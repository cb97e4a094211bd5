import type { DatabaseService } from '@parley/backing/service-catalog';
import { createDatabase } from '@parley/event-store';
import { type DeadLetter, listDeadLetters } from '@parley/messaging';
import { ownerUrlOf } from '../owner-urls.ts';

/** The events that a service has given up, from its own database. */
export async function readDeadLetters(service: DatabaseService): Promise<DeadLetter[]> {
  const { db, close } = createDatabase({ url: await ownerUrlOf(service), poolSize: 1, applicationName: 'parley cli' });
  try {
    return await listDeadLetters(db, 1_000);
  } finally {
    await close();
  }
}
