import type { ReadSignal } from '@parley/contracts';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import type { RoomFeed } from '../rooms/room-feed.ts';

/** Who has read how far, to the others in a room that shows it. The reader's own devices hear it with counts, by their personal subject. */
export function deliverReading(payload: Uint8Array, feed: RoomFeed): void {
  const data = JSON.parse(Buffer.from(payload).toString('utf8')) as ReadSignal;
  const frame = encodeJsonFrame({ type: 'read.updated', data });
  for (const session of feed.audience) if (session.userId !== data.user_id) session.sendEphemeral(frame);
}
