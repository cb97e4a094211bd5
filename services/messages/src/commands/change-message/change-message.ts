import { type ErrorCode, limits, type MessageChanged, type MessageChangeRequest, type Seq } from '@parley/contracts';
import { appendToStream, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { Transaction } from 'kysely';
import type { MessagesDependencies } from '../../dependencies.ts';
import { type Asking, type ChangeRefusal, decide } from '../../domain/change-message.ts';
import type { NewLogEvent } from '../../domain/log-event.ts';
import { parseLogEvent } from '../../domain/parse-log-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';
import { projectLogEvents } from '../../projections/room-log/project-log-event.ts';
import { requireMembership } from '../../queries/require-membership.ts';
import { eraseMessage } from './erase-message.ts';
import { type Loaded, loadMessageState, resolveMentions, type Target } from './load-message-state.ts';

type Dependencies = Pick<MessagesDependencies, 'db' | 'catchUpRooms' | 'wakeRelay'>;
export type ChangeOptions = {
  traceparent?: string | undefined;
  /** An administrator of the server, who may delete wherever they are not. The caller has made sure of it. */
  asAdministrator?: boolean;
};

/**
 * Edits, deletes, pins a message or reacts to it: one more event in the room's log, or none where it is so already. Everything that
 * happens in a room happens one after the other, under the lock that posting takes too.
 * @throws ProblemError room_not_found, not_a_member, not_found, forbidden, room_closed, message_deleted, validation_failed, unprocessable
 */
export async function changeMessage(
  dependencies: Dependencies,
  target: Target,
  change: MessageChangeRequest,
  options: ChangeOptions = {},
): Promise<MessageChanged> {
  if (!options.asAdministrator) await requireMembership(dependencies, target.userId, target.roomId);
  const { seq, isNew } = await dependencies.db.transaction().execute((trx) => changeLocked(trx, target, change, options));
  if (isNew) dependencies.wakeRelay();
  return { seq: seq as Seq };
}

async function changeLocked(
  trx: Transaction<MessagesDatabase>,
  target: Target,
  change: MessageChangeRequest,
  options: ChangeOptions,
): Promise<{ seq: number; isNew: boolean }> {
  await lockStream(trx, target.roomId);
  const loaded = await loadMessageState(trx, target);
  const { asking, head, message } = admit(loaded, target, options);
  const decision = decide(await resolveMentions(trx, change, target), asking, message);
  if ('refused' in decision) throw refusalProblem(decision.refused);
  if (decision.events.length === 0) return { seq: head, isNew: false };

  const metadata = { actor_id: target.userId, ...(options.traceparent ? { traceparent: options.traceparent } : {}) };
  const events = decision.events.map((event) => ({ ...event, metadata }));
  const stored = await appendToStream(trx, target.roomId, { expectedVersion: head, events });
  const seq = head + stored.length;
  if (decision.events.some(isDeletion)) {
    await eraseMessage(trx, { roomId: target.roomId, messageId: message.about.message_id, seq: message.about.message_seq }, seq);
  }
  await projectLogEvents(trx, stored.map(parseLogEvent));
  return { seq, isNew: true };
}

function isDeletion(event: NewLogEvent): boolean {
  return event.type === 'MessageDeleted';
}

function admit(loaded: Loaded | undefined, { userId }: Target, { asAdministrator = false }: ChangeOptions) {
  if (!loaded) throw new ProblemError('room_not_found');
  const role: Asking['role'] | undefined = asAdministrator ? 'administrator' : loaded.role;
  if (!role) throw new ProblemError('not_a_member');
  if (!loaded.message) throw new ProblemError('not_found', 'The message is not in this room');
  return { asking: { userId, role }, head: loaded.head, message: loaded.message };
}

function refusalProblem(refused: ChangeRefusal): ProblemError {
  const [code, detail] = refusals[refused];
  return new ProblemError(code, detail);
}

const refusals: Record<ChangeRefusal, [ErrorCode, string]> = {
  forbidden: ['forbidden', 'Not allowed with this message'],
  room_closed: ['room_closed', 'Nobody can write in this room'],
  message_deleted: ['message_deleted', 'The message was deleted'],
  empty: ['validation_failed', 'A message without files needs a text'],
  too_many_edits: ['unprocessable', `A message can be edited ${limits.editsMax} times`],
  too_many_pins: ['unprocessable', `A room has at most ${limits.pinsMax} pinned messages`],
  too_many_kinds: ['unprocessable', `A message has at most ${limits.reactionKindsMax} kinds of reactions`],
};
