import { type ClientFrame, roomLogRpc } from '@parley/contracts';
import { type Nats, requestRpc } from '@parley/messaging';
import { encodeTextFrame } from '../frames/encode-text-frame.ts';
import type { ClientSocket } from '../sockets/client-socket.ts';

type SyncFrame = Extract<ClientFrame, { type: 'room.sync' }>;

/** The room's log after a `seq`, for a member. The events come from `messages` as text and leave as they came. */
export async function syncRoom(nats: Nats, socket: ClientSocket, { id, data }: SyncFrame, traceparent: string): Promise<undefined> {
  const request = { ...data, user_id: socket.actor.userId };
  const page = await requestRpc(nats, roomLogRpc, request, { timeoutMs: 5_000, traceparent });
  if ('reset' in page) {
    socket.answer(id, page);
    return undefined;
  }
  const events = page.events.map((event) => event.frame).join(',');
  const answered = id === undefined ? '' : `"id":${JSON.stringify(id)},`;
  const answer = `{"type":"ok",${answered}"data":{"events":[${events}],"head":${page.head},"has_more":${page.has_more}}}`;
  socket.send(encodeTextFrame(Buffer.from(answer)));
  return undefined;
}
