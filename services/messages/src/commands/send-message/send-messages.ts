import { assertNever, type SendCommand, type SendOutcome } from '@parley/contracts';
import type pg from 'pg';
import { type Appended, appendMessages } from './append-messages.ts';
import { findSent, type Sent } from './find-sent.ts';

export type SendMessagesDependencies = {
  pool: pg.Pool;
  /** Reads what `rooms` has decided and this service has not consumed yet. */
  catchUpRooms: () => Promise<void>;
  /** Called after a commit that posted something. */
  wakeRelay: () => void;
};

/**
 * Step 4 of docs/walkthroughs/one-message.md.
 *
 * Posts a batch and answers every command, in the order asked. "Posted" is answered after the commit.
 *
 * 1. One round trip appends what may be appended.
 * 2. Who is not known in a room may have joined a moment ago: catch up with `rooms` once, then ask for those again.
 * 3. Repetitions get the first result, or `idempotency_mismatch` when they carry something else.
 * 4. A command whose (sender, client_id) stands in the batch already comes after it, as the repetition that it is.
 */
export async function sendMessages(dependencies: SendMessagesDependencies, commands: readonly SendCommand[]): Promise<SendOutcome[]> {
  const { firsts, twins } = separateTwins(commands);
  const outcomes = new Map<SendCommand, SendOutcome>();

  const appended = await appendKnowingRooms(dependencies, firsts);
  const repeated = firsts.filter((_command, index) => appended[index]?.outcome === 'repeated');
  const sent = await findSent(dependencies.pool, repeated);
  for (const [index, command] of firsts.entries()) outcomes.set(command, outcomeOf(appended[index]));
  for (const [index, command] of repeated.entries()) outcomes.set(command, repeatedOutcome(sent[index]));

  const later = twins.length > 0 ? await sendMessages(dependencies, twins) : [];
  for (const [index, command] of twins.entries()) outcomes.set(command, later[index] ?? unavailable);
  return commands.map((command) => outcomes.get(command) ?? unavailable);
}

function separateTwins(commands: readonly SendCommand[]): { firsts: SendCommand[]; twins: SendCommand[] } {
  const seen = new Set<string>();
  const firsts: SendCommand[] = [];
  const twins: SendCommand[] = [];
  for (const command of commands) {
    const key = `${command.sender_id}/${command.client_id}`;
    if (seen.has(key)) twins.push(command);
    else firsts.push(command);
    seen.add(key);
  }
  return { firsts, twins };
}

async function appendKnowingRooms(dependencies: SendMessagesDependencies, commands: readonly SendCommand[]): Promise<Appended[]> {
  const appended = await appendMessages(dependencies.pool, commands);
  const strangers = commands.filter((_command, index) => isStranger(appended[index]));
  if (strangers.length > 0) {
    await dependencies.catchUpRooms();
    const again = await appendMessages(dependencies.pool, strangers);
    for (const [index, command] of strangers.entries()) {
      const result = again[index];
      if (result) appended[commands.indexOf(command)] = result;
    }
  }
  if (appended.some((result) => result.outcome === 'posted')) dependencies.wakeRelay();
  return appended;
}

function isStranger(result: Appended | undefined): boolean {
  return result?.outcome === 'room_not_found' || result?.outcome === 'not_a_member';
}

const unavailable: SendOutcome = { ok: false, code: 'unavailable', message: 'The message could not be stored' };

function outcomeOf(result: Appended | undefined): SendOutcome {
  if (!result) return unavailable;
  switch (result.outcome) {
    case 'posted':
      return { ok: true, id: result.messageId, seq: result.seq, created_at: result.at.toISOString() };
    case 'repeated':
      return unavailable;
    case 'room_not_found':
      return { ok: false, code: 'room_not_found', message: 'The room does not exist' };
    case 'not_a_member':
      return { ok: false, code: 'not_a_member', message: 'Only members of the room may do this' };
    case 'room_closed':
      return { ok: false, code: 'room_closed', message: 'The room is closed' };
    case 'reply_not_found':
      return { ok: false, code: 'validation_failed', message: 'The message replied to is not in this room' };
    default:
      return assertNever(result);
  }
}

function repeatedOutcome(sent: Sent | undefined): SendOutcome {
  if (!sent) return unavailable;
  if (!sent.sameRequest) return { ok: false, code: 'idempotency_mismatch', message: 'This client_id was used for another message' };
  return { ok: true, id: sent.messageId, seq: sent.seq, created_at: sent.at.toISOString(), duplicate: true };
}
