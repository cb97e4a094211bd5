import { assertNever, type SendCommand, type SendOutcome } from '@parley/contracts';
import type pg from 'pg';
import { type Appended, appendMessages, type DescribedCommand } from './append-messages.ts';
import { findSent, type Sent } from './find-sent.ts';

export type SendMessagesDependencies = {
  pool: pg.Pool;
  /** Called after a commit that posted something. */
  wakeRelay: () => void;
};

/**
 * Step 4 of docs/walkthroughs/one-message.md.
 *
 * Posts a batch and answers every command, in the order asked. "Posted" is answered after the commit.
 *
 * 1. One round trip appends what may be appended. (Who is refused as a stranger gets another try: `ask-rooms.ts`.)
 * 2. Repetitions get the first result, or `idempotency_mismatch` when they carry something else.
 * 3. A command whose (sender, client_id) stands in the batch already comes after it, as the repetition that it is.
 */
export async function sendMessages(dependencies: SendMessagesDependencies, commands: readonly DescribedCommand[]): Promise<SendOutcome[]> {
  const { firsts, twins } = separateTwins(commands);
  const outcomes = new Map<DescribedCommand, SendOutcome>();

  const appended = await appendMessages(dependencies.pool, firsts);
  if (appended.some((result) => result.outcome === 'posted')) dependencies.wakeRelay();
  const repeated = firsts.filter((_command, index) => appended[index]?.outcome === 'repeated');
  const sent = await findSent(dependencies.pool, repeated);
  for (const [index, command] of firsts.entries()) outcomes.set(command, outcomeOf(appended[index]));
  for (const [index, command] of repeated.entries()) outcomes.set(command, repeatedOutcome(sent[index]));

  const later = twins.length > 0 ? await sendMessages(dependencies, twins) : [];
  for (const [index, command] of twins.entries()) outcomes.set(command, later[index] ?? unavailable);
  return commands.map((command) => outcomes.get(command) ?? unavailable);
}

function separateTwins(commands: readonly DescribedCommand[]): { firsts: DescribedCommand[]; twins: DescribedCommand[] } {
  const seen = new Set<string>();
  const firsts: DescribedCommand[] = [];
  const twins: DescribedCommand[] = [];
  for (const command of commands) {
    // A client_id may come in capitals, and Postgres takes both for the same: a twin overlooked fails the batch of everybody in it.
    const key = `${command.sender_id}/${command.client_id}`.toLowerCase();
    if (seen.has(key)) twins.push(command);
    else firsts.push(command);
    seen.add(key);
  }
  return { firsts, twins };
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
    case 'slow_mode':
      return {
        ok: false,
        code: 'slow_mode',
        message: 'This room takes one message at a time, wait a moment',
        retry_after_ms: result.waitMs,
      };
    case 'reply_not_found':
      return { ok: false, code: 'validation_failed', message: 'The message replied to is not in this room' };
    default:
      return assertNever(result);
  }
}

/** What a command led to the first time; undefined when it is no repetition. */
export async function findRepeated(pool: pg.Pool, command: SendCommand): Promise<SendOutcome | undefined> {
  const [sent] = await findSent(pool, [command]);
  return sent && repeatedOutcome(sent);
}

function repeatedOutcome(sent: Sent | undefined): SendOutcome {
  if (!sent) return unavailable;
  if (!sent.sameRequest) return { ok: false, code: 'idempotency_mismatch', message: 'This client_id was used for another message' };
  return { ok: true, id: sent.messageId, seq: sent.seq, created_at: sent.at.toISOString(), duplicate: true };
}
