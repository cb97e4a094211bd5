import { type SendCommand, type SendOutcome, sendBatchRpc } from '@parley/contracts';
import { type Nats, serveRawRpc } from '@parley/messaging';
import { startSpan } from '@parley/tracing';
import type { Logger } from 'pino';
import { type Batcher, BatcherFull } from './batcher.ts';

const maxCommandsPerRequest = 500;

export type SendQueue = Batcher<SendCommand, SendOutcome>;

/**
 * The hot path: commands that a gateway gathered, answered together. The gateway has checked every command against its
 * schema; what is checked here is that the request is what a gateway sends.
 */
export function serveSendMessage(nats: Nats, queue: SendQueue, log: Logger) {
  return serveRawRpc(nats, sendBatchRpc, async (body) => {
    const commands = parseCommands(body);
    const outcomes = await Promise.all(commands.map((command) => sendOne(queue, command, log)));
    return JSON.stringify({ ok: true, data: outcomes });
  });
}

/** Never throws: a batch that failed is "unavailable" for each of its commands, and sending again is safe. */
export async function sendOne(queue: SendQueue, command: SendCommand, log: Logger): Promise<SendOutcome> {
  const span = startSpan('store message', command.traceparent, { attributes: { 'parley.room_id': command.room_id } });
  try {
    const outcome = await queue.add(span ? { ...command, traceparent: span.traceparent } : command);
    span?.end({ 'parley.outcome': outcome.ok ? 'posted' : outcome.code });
    return outcome;
  } catch (error) {
    span?.fail('unavailable');
    const about = { room_id: command.room_id, user_id: command.sender_id, trace_id: command.traceparent?.slice(3, 35) };
    if (!(error instanceof BatcherFull)) log.error({ err: error, ...about }, 'a batch of messages was not stored');
    return { ok: false, code: 'unavailable', message: 'The message could not be stored, try again' };
  }
}

function parseCommands(body: string): SendCommand[] {
  const parsed: unknown = JSON.parse(body);
  if (!Array.isArray(parsed) || parsed.length > maxCommandsPerRequest) throw new Error('not a list of commands');
  return parsed.map(parseCommand);
}

function parseCommand(value: unknown): SendCommand {
  if (typeof value !== 'object' || value === null) throw new Error('not a command');
  const command = value as SendCommand;
  const { sender_id, room_id, client_id, content } = command;
  for (const field of [sender_id, room_id, client_id, content]) if (typeof field !== 'string') throw new Error('not a command');
  const { attachment_ids: ids } = command;
  if (ids !== undefined && !(Array.isArray(ids) && ids.every((id) => typeof id === 'string'))) throw new Error('not a command');
  return command;
}
