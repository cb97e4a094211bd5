import { JetStreamApiCodes, type JetStreamManager, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import { comparePositions, eventHeaders, type Position, type PublishingService, streamName, subjects } from '@parley/contracts';
import type { Nats } from './connect-nats.ts';
import { readPosition } from './event-headers.ts';
import { ignoreApiError } from './reconcile-streams.ts';

export type EventEraser = {
  /** Overwrites the stream's copies of the events at these positions. Returns how many there were. Doing it again is harmless. */
  erase(positions: readonly Position[]): Promise<number>;
};

/** After so many restores from backup within what the stream holds, older parts are not looked at. */
const maxEpochs = 16;

type Range = { from: number; to: number };

/**
 * Takes published events out of a service's stream, their bytes overwritten on the broker's disk. Consumers that come to the gap
 * read the event from its owner, as after any loss.
 *
 * A stream holds the events of one epoch in the order of their positions, so an event is found by halving. What was published
 * before a restore stands before what was published after it, and is searched by itself.
 */
export function createEventEraser(nats: Nats, service: PublishingService): EventEraser {
  const stream = streamName(service);
  return {
    async erase(positions) {
      const jsm = await jetstreamManager(nats.nc, { checkAPI: false });
      const at = (seq: number) => nextEvent(jsm, stream, service, seq);
      const { state } = await jsm.streams.info(stream);
      const ranges = await epochRanges(at, state.first_seq, state.last_seq + 1);
      let erased = 0;
      for (const position of positions) {
        for (const range of ranges) {
          const found = await findPosition(at, range, position);
          if (found === undefined) continue;
          // The client's default: the message is overwritten, not merely forgotten.
          await jsm.streams.deleteMessage(stream, found, true).catch(ignoreApiError(JetStreamApiCodes.NoMessageFound));
          erased += 1;
        }
      }
      return erased;
    },
  };
}

type Found = { seq: number; position: Position; epoch: string };
type EventAt = (seq: number) => Promise<Found | undefined>;

/** The first event at or after a sequence number: messages may be missing anywhere. */
async function nextEvent(jsm: JetStreamManager, stream: string, service: PublishingService, seq: number): Promise<Found | undefined> {
  // Understood by the server, and missing from the client's type of this request.
  const next = { seq, next_by_subj: subjects.allEvents(service) };
  const message: StoredMsg | null | undefined = await jsm.streams
    .getMessage(stream, next)
    .catch(ignoreApiError(JetStreamApiCodes.NoMessageFound));
  if (!message) return undefined;
  const position = readPosition(message.header.get(eventHeaders.position));
  return { seq: message.seq, position, epoch: message.header.get(eventHeaders.epoch) };
}

/** The parts of a stream that hold one epoch each, `to` excluded. */
async function epochRanges(at: EventAt, first: number, end: number): Promise<Range[]> {
  const ranges: Range[] = [];
  let from = Math.max(first, 1);
  while (from < end && ranges.length < maxEpochs) {
    const opening = await at(from);
    if (!opening) break;
    const to = await firstWhere(at, { from, to: end }, (event) => event.epoch !== opening.epoch);
    ranges.push({ from, to });
    from = to;
  }
  return ranges;
}

async function findPosition(at: EventAt, range: Range, position: Position): Promise<number | undefined> {
  const place = await firstWhere(at, range, (event) => comparePositions(event.position, position) >= 0);
  const event = place < range.to ? await at(place) : undefined;
  return event && event.seq < range.to && event.position === position ? event.seq : undefined;
}

/** The smallest sequence number from which on `holds` is true, for a condition that stays true once it is. */
async function firstWhere(at: EventAt, { from, to }: Range, holds: (event: Found) => boolean): Promise<number> {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const event = await at(middle);
    if (!event || event.seq >= to || holds(event)) high = middle;
    else low = event.seq + 1;
  }
  return low;
}
