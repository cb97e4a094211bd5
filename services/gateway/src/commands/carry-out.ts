import { assertNever, type ClientFrame, markReadRpc, setPresenceRpc } from '@parley/contracts';
import { type Nats, RpcError, requestRpc } from '@parley/messaging';
import { newTraceparent, ProblemError } from '@parley/service-kit';
import type { Logger } from 'pino';
import type { TypingSignals } from '../signals/typing.ts';
import type { ClientSocket } from '../sockets/client-socket.ts';
import { changeMessage } from './change-message.ts';
import type { SendForwarder } from './send-forwarder.ts';
import { syncRoom } from './sync-room.ts';

export type Commands = Exclude<ClientFrame, { type: 'hello' }>;
type CommandOf<Type extends Commands['type']> = Extract<Commands, { type: Type }>;
export type CommandDependencies = { nats: Nats; log: Logger; sends: SendForwarder; strangersSends: SendForwarder; typing: TypingSignals };

const retryAfterMs = 500;

/** What each frame of an authenticated client leads to. Step 2 of docs/walkthroughs/one-message.md. */
export function createCarryOut(dependencies: CommandDependencies): (socket: ClientSocket, frame: Commands) => void {
  return (socket, frame) => {
    switch (frame.type) {
      case 'message.send':
        return inLane(socket, frame.data.room_id, frame, () => send(dependencies, socket, frame));
      case 'message.edit':
      case 'message.delete':
      case 'reaction.add':
      case 'reaction.remove':
        // In the lane of what the person writes there: an edit never overtakes the message.
        return inLane(socket, frame.data.room_id, frame, () => changeMessage(dependencies.nats, socket, frame));
      case 'room.read':
        return inLane(socket, `read/${frame.data.room_id}`, frame, () => read(dependencies, socket, frame));
      case 'room.sync':
        return inLane(socket, `sync/${frame.data.room_id}`, frame, () => syncRoom(dependencies.nats, socket, frame));
      case 'presence.set':
        return inLane(socket, 'presence', frame, () => setPresence(dependencies, socket, frame));
      case 'auth.refresh':
        return inLane(socket, 'auth', frame, () => refresh(socket, frame));
      case 'typing.start':
      case 'typing.stop':
        return dependencies.typing.announce(socket, frame.data.room_id, frame.type === 'typing.start');
      case 'ping':
        return socket.pong(frame.id);
      case 'heartbeat':
        return;
      default:
        return assertNever(frame);
    }
  };

  function inLane(socket: ClientSocket, lane: string, frame: Commands, task: () => Promise<void>): void {
    const accepted = socket.lanes.run(lane, () => task().catch((error: unknown) => refuse(socket, frame, error)));
    if (!accepted) socket.refuse(frame.id, 'too_many_requests', undefined, retryAfterMs);
  }

  function refuse(socket: ClientSocket, frame: Commands, error: unknown): void {
    if (error instanceof ProblemError || error instanceof RpcError) {
      socket.refuse(frame.id, error.code, error.message, error.code === 'unavailable' ? retryAfterMs : undefined);
      return;
    }
    dependencies.log.error({ err: error, type: frame.type }, 'a command failed');
    socket.refuse(frame.id, 'internal');
  }
}

async function send(
  { sends, strangersSends }: CommandDependencies,
  socket: ClientSocket,
  { id, data, traceparent }: CommandOf<'message.send'>,
): Promise<void> {
  // Of a room that the sender is not in (yet), `messages` has to ask `rooms`: nobody else should wait for that.
  const forwarder = socket.rooms.has(data.room_id) ? sends : strangersSends;
  const outcome = await forwarder.send({ ...data, sender_id: socket.userId, traceparent: traceparent ?? newTraceparent() });
  if (!outcome.ok) {
    const waitMs = outcome.retry_after_ms ?? (outcome.code === 'unavailable' ? retryAfterMs : undefined);
    return socket.refuse(id, outcome.code, outcome.message, waitMs);
  }
  const { ok: _ok, ...sent } = outcome;
  socket.answer(id, sent);
}

async function read({ nats }: CommandDependencies, socket: ClientSocket, { id, data }: CommandOf<'room.read'>): Promise<void> {
  const state = await requestRpc(nats, markReadRpc, { user_id: socket.actor.userId, ...data }, { timeoutMs: 5_000 });
  const { last_read_at: _at, ...counts } = state;
  socket.answer(id, counts);
}

async function setPresence({ nats }: CommandDependencies, socket: ClientSocket, { id, data }: CommandOf<'presence.set'>): Promise<void> {
  const { userId, username } = socket.actor;
  // An empty text clears; without one it stays as it is.
  const text = data.status_text === undefined ? {} : { status_text: data.status_text || null };
  await requestRpc(nats, setPresenceRpc, { user_id: userId, username, status: data.status, ...text }, { timeoutMs: 5_000 });
  socket.answer(id, {});
}

async function refresh(socket: ClientSocket, { id, data }: CommandOf<'auth.refresh'>): Promise<void> {
  const actor = await socket.renew(data.token);
  socket.answer(id, { expires_at: new Date(actor.expiresAt * 1_000).toISOString() });
}
