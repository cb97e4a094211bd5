import type { DatabaseService } from '@parley/backing/service-catalog';
import type { CommandInput } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { print, table } from '../tty/print.ts';
import { readDeadLetters } from './read-dead-letters.ts';

/** `dead-letters list`: what a service has given up. */
export async function showDeadLetters(service: DatabaseService, input: CommandInput): Promise<number> {
  const letters = await readDeadLetters(service);
  const rows = letters.map(({ id, consumer, type, stream_id, tries, failed_at, error }) => {
    return { id, consumer, type, stream_id, tries, failed_at, error };
  });
  print(input, letters, rows.length === 0 ? 'none' : table(rows));
  return letters.length === 0 ? exitCodes.done : exitCodes.found;
}
