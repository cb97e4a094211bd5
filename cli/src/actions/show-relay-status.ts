import { relayServices } from '@parley/backing/service-catalog';
import { openInspection, type RelayState, readRelayState } from '@parley/event-store';
import type { CommandInput } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { ownerUrlOf } from '../owner-urls.ts';
import { print, table } from '../tty/print.ts';

/** Older than this, an event that waits to be published means that the relay stands still. */
const lateAfterSeconds = 10;

/** `relay status`: how far each relay has come. */
export async function showRelayStatus(input: CommandInput): Promise<number> {
  const states = await Promise.all(relayServices.map(async (service) => ({ service, ...(await readState(service)) })));
  const rows = states.map(({ service, position, waiting, oldestSeconds, current, updatedAt }) => {
    const oldest_seconds = Math.round(oldestSeconds * 10) / 10;
    return {
      service,
      position,
      waiting,
      oldest_seconds,
      state: current ? stateOf(oldestSeconds) : 'has not run since the restore',
      updated_at: updatedAt,
    };
  });
  print(input, rows, table(rows));
  return states.every(({ oldestSeconds }) => oldestSeconds < lateAfterSeconds) ? exitCodes.done : exitCodes.found;
}

const stateOf = (oldestSeconds: number) => (oldestSeconds < lateAfterSeconds ? 'up to date' : 'late');

async function readState(service: (typeof relayServices)[number]): Promise<RelayState> {
  await using inspection = await openInspection(await ownerUrlOf(service));
  // Awaited here: the connection is closed when this function returns.
  return await readRelayState(inspection.client);
}
