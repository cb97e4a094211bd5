import { assertNever, type ClientFrame, changeMessageRpc, type MessageChangeRequest } from '@parley/contracts';
import { type Nats, requestRpc } from '@parley/messaging';
import type { ClientSocket } from '../sockets/client-socket.ts';

type ChangeFrame = Extract<ClientFrame, { type: 'message.edit' | 'message.delete' | 'reaction.add' | 'reaction.remove' }>;

/** What happens to a message that is there, carried out by `messages`; the event itself comes with the room's log. */
export async function changeMessage(nats: Nats, socket: ClientSocket, frame: ChangeFrame, traceparent: string): Promise<undefined> {
  const { room_id, message_id } = frame.data;
  const request = {
    user_id: socket.actor.userId,
    room_id,
    message_id,
    change: changeOf(frame),
    traceparent,
  };
  socket.answer(frame.id, await requestRpc(nats, changeMessageRpc, request, { timeoutMs: 5_000, traceparent }));
}

function changeOf(frame: ChangeFrame): MessageChangeRequest {
  switch (frame.type) {
    case 'message.edit':
      return { kind: 'edit', content: frame.data.content };
    case 'message.delete':
      return { kind: 'delete' };
    case 'reaction.add':
      return { kind: 'react', emoji: frame.data.emoji };
    case 'reaction.remove':
      return { kind: 'unreact', emoji: frame.data.emoji };
    default:
      return assertNever(frame);
  }
}
