import { assertNever, type ClientFrame, type ErrorCode, markReadRpc, setPresenceRpc } from '@parley/contracts';
import { type Nats, RpcError, requestRpc } from '@parley/messaging';
import { ProblemError } from '@parley/service-kit';
import { startSpan, type TraceAdmission } from '@parley/tracing';
import type { Logger } from 'pino';
import { observeCommand } from '../metrics.ts';
import type { TypingSignals } from '../signals/typing.ts';
import type { ClientSocket } from '../sockets/client-socket.ts';
import { changeMessage } from './change-message.ts';
import type { SendForwarder } from './send-forwarder.ts';
import { syncRoom } from './sync-room.ts';

export type Commands = Exclude<ClientFrame, { type: 'hello' }>;
type CommandOf<Type extends Commands['type']> = Extract<Commands, { type: Type }>;
export type CommandDependencies = {
  nats: Nats;
  log: Logger;
  sends: SendForwarder;
  strangersSends: SendForwarder;
  typing: TypingSignals;
  admitTrace: TraceAdmission;
};
/** A command that is answered: by what `task` does, or by the code it was refused with. */
type Answered = Exclude<Commands, { type: 'typing.start' | 'typing.stop' | 'ping' | 'heartbeat' }>;
type Refused = ErrorCode | undefined;

const retryAfterMs = 500;

/** What each frame of an authenticated client leads to. Step 2 of docs/walkthroughs/one-message.md. */
export function createCarryOut(dependencies: CommandDependencies): (socket: ClientSocket, frame: Commands) => void {
  return (socket, frame) => {
    switch (frame.type) {
      case 'message.send':
        return inLane(socket, frame.data.room_id, frame, (traceparent) => send(dependencies, socket, frame, traceparent));
      case 'message.edit':
      case 'message.delete':
      case 'reaction.add':
      case 'reaction.remove':
        // In the lane of what the person writes there: an edit never overtakes the message.
        return inLane(socket, frame.data.room_id, frame, (traceparent) => changeMessage(dependencies.nats, socket, frame, traceparent));
      case 'room.read':
        return inLane(socket, `read/${frame.data.room_id}`, frame, (traceparent) => read(dependencies, socket, frame, traceparent));
      case 'room.sync':
        return inLane(socket, `sync/${frame.data.room_id}`, frame, (traceparent) =>
          syncRoom(dependencies.nats, socket, frame, traceparent),
        );
      case 'presence.set':
        return inLane(socket, 'presence', frame, (traceparent) => setPresence(dependencies, socket, frame, traceparent));
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

  /** Counted and traced from its arrival to its answer: waiting for its turn is part of what the person waits for. */
  function inLane(socket: ClientSocket, lane: string, frame: Answered, task: (traceparent: string) => Promise<Refused>): void {
    const startedAt = performance.now();
    const admitted = dependencies.admitTrace(frame.traceparent);
    const span = startSpan(frame.type, admitted, { kind: 'server', attributes: about(socket, frame) });
    const traceparent = span?.traceparent ?? admitted;
    const done = (code: Refused): void => {
      observeCommand(frame.type, code ?? 'ok', performance.now() - startedAt);
      if (code) span?.fail(code);
      else span?.end();
    };
    const accepted = socket.lanes.run(lane, async () => {
      done(await task(traceparent).catch((error: unknown) => refuse(socket, frame, { error, traceparent })));
    });
    if (accepted) return;
    socket.refuse(frame.id, 'too_many_requests', undefined, retryAfterMs);
    done('too_many_requests');
  }

  function refuse(socket: ClientSocket, frame: Answered, { error, traceparent }: { error: unknown; traceparent: string }): ErrorCode {
    if (error instanceof ProblemError || error instanceof RpcError) {
      socket.refuse(frame.id, error.code, error.message, error.code === 'unavailable' ? retryAfterMs : undefined);
      return error.code;
    }
    const trace_id = traceparent.slice(3, 35);
    dependencies.log.error({ err: error, command: frame.type, trace_id, user_id: socket.userId }, 'a command failed');
    socket.refuse(frame.id, 'internal');
    return 'internal';
  }
}

function about(socket: ClientSocket, { data }: Answered): Record<string, string> {
  return { 'parley.user_id': socket.userId, ...('room_id' in data ? { 'parley.room_id': data.room_id } : {}) };
}

async function send(
  { sends, strangersSends }: CommandDependencies,
  socket: ClientSocket,
  { id, data }: CommandOf<'message.send'>,
  traceparent: string,
): Promise<Refused> {
  // Of a room that the sender is not in (yet), `messages` has to ask `rooms`: nobody else should wait for that.
  const forwarder = socket.rooms.has(data.room_id) ? sends : strangersSends;
  const outcome = await forwarder.send({ ...data, sender_id: socket.userId, traceparent });
  if (!outcome.ok) {
    const waitMs = outcome.retry_after_ms ?? (outcome.code === 'unavailable' ? retryAfterMs : undefined);
    socket.refuse(id, outcome.code, outcome.message, waitMs);
    return outcome.code;
  }
  const { ok: _ok, ...sent } = outcome;
  socket.answer(id, sent);
  return undefined;
}

async function read(
  { nats }: CommandDependencies,
  socket: ClientSocket,
  { id, data }: CommandOf<'room.read'>,
  traceparent: string,
): Promise<undefined> {
  const state = await requestRpc(nats, markReadRpc, { user_id: socket.actor.userId, ...data }, { timeoutMs: 5_000, traceparent });
  const { last_read_at: _at, ...counts } = state;
  socket.answer(id, counts);
}

async function setPresence(
  { nats }: CommandDependencies,
  socket: ClientSocket,
  { id, data }: CommandOf<'presence.set'>,
  traceparent: string,
): Promise<undefined> {
  const { userId, username } = socket.actor;
  // An empty text clears; without one it stays as it is.
  const text = data.status_text === undefined ? {} : { status_text: data.status_text || null };
  await requestRpc(nats, setPresenceRpc, { user_id: userId, username, status: data.status, ...text }, { timeoutMs: 5_000, traceparent });
  socket.answer(id, {});
}

async function refresh(socket: ClientSocket, { id, data }: CommandOf<'auth.refresh'>): Promise<undefined> {
  const actor = await socket.renew(data.token);
  socket.answer(id, { expires_at: new Date(actor.expiresAt * 1_000).toISOString() });
}
