import type { ErrorCode } from '@parley/contracts';
import { appendToStream, type EventMetadata, loadStream, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import { type AccountCommand, type AccountRefusal, account } from '../domain/account.ts';
import type { AccountEvent } from '../domain/account-events.ts';
import type { Decider } from '../domain/decider.ts';
import { type SessionCommand, type SessionRefusal, session } from '../domain/session.ts';
import type { SessionEvent } from '../domain/session-events.ts';
import { type AuthEvent, parseAccountEvent, parseSessionEvent, type RawEvent, schemaVersions } from '../domain/stored-auth-event.ts';
import { projectAccount } from '../projections/accounts/accounts-projection.ts';
import { projectSession } from '../projections/sessions/sessions-projection.ts';

type Refusal = AccountRefusal | SessionRefusal;

/** How a domain refusal is told. */
const refusalCodes: Record<Refusal, ErrorCode> = {
  already_registered: 'conflict',
  already_started: 'conflict',
  no_such_account: 'user_not_found',
  last_administrator: 'last_administrator',
  no_such_session: 'not_found',
  totp_already_enabled: 'conflict',
  totp_not_enabled: 'not_found',
  no_second_factor: 'not_found',
  too_many_passkeys: 'conflict',
  no_such_passkey: 'not_found',
};

type Aggregate<State, Command, Event extends AuthEvent> = {
  decider: Decider<State, Command, Event, Refusal>;
  parse(raw: RawEvent): Event;
  project(trx: AuthDatabase, streamId: string, event: Event): Promise<void>;
};

const accounts = { decider: account, parse: parseAccountEvent, project: projectAccount };
const sessions = { decider: session, parse: parseSessionEvent, project: projectSession };

export type CommandOf<Command> = { trx: AuthDatabase; streamId: string; command: Command; metadata: EventMetadata };

/** Runs a command on an account, inside the caller's transaction. @throws ProblemError when refused */
export const executeOnAccount = (options: CommandOf<AccountCommand>): Promise<readonly AccountEvent[]> => execute(accounts, options);

/** Runs a command on a session, inside the caller's transaction. @throws ProblemError when refused */
export const executeOnSession = (options: CommandOf<SessionCommand>): Promise<readonly SessionEvent[]> => execute(sessions, options);

async function execute<State, Command, Event extends AuthEvent>(
  { decider, parse, project }: Aggregate<State, Command, Event>,
  { trx, streamId, command, metadata }: CommandOf<Command>,
): Promise<readonly Event[]> {
  // 1. Be the only writer. Before the transaction's first write, so that transaction ids follow the versions.
  await lockStream(trx, streamId);
  // 2. What has happened.
  let state = decider.initial;
  let version = 0;
  for (let page = await loadStream(trx, streamId, { limit: pageSize }); page.length > 0; ) {
    for (const stored of page) {
      state = decider.evolve(state, parse(stored));
      version = stored.version;
    }
    page = page.length < pageSize ? [] : await loadStream(trx, streamId, { afterVersion: version, limit: pageSize });
  }
  // 3. What follows.
  const decision = decider.decide(command, state);
  if ('refusal' in decision) throw new ProblemError(refusalCodes[decision.refusal]);
  // 4. Events and read model, together.
  const events = decision.events.map((event) => ({ ...event, schemaVersion: schemaVersions[event.type], metadata }));
  await appendToStream(trx, streamId, { expectedVersion: version, events });
  for (const event of decision.events) await project(trx, streamId, event);
  return decision.events;
}

const pageSize = 500;
