import { assertNever } from '@parley/contracts';
import type { Decider, Decision } from './decider.ts';
import type { EndReason, SessionEvent } from './session-events.ts';

export type SessionState = { status: 'absent' } | { status: 'alive' | 'ended'; userId: string };

export type SessionCommand =
  | { type: 'StartSession'; user_id: string; address: string | null; user_agent: string | null; expires_at: string; at: string }
  | { type: 'EndSession'; user_id: string; reason: EndReason; at: string };

export type SessionRefusal = 'already_started' | 'no_such_session';

function decide(command: SessionCommand, state: SessionState): Decision<SessionEvent, SessionRefusal> {
  switch (command.type) {
    case 'StartSession': {
      if (state.status !== 'absent') return { refusal: 'already_started' };
      const { type: _, ...data } = command;
      return { events: [{ type: 'SessionStarted', data }] };
    }
    case 'EndSession': {
      // Somebody else's session does not exist, as far as anyone can tell.
      if (state.status === 'absent' || state.userId !== command.user_id) return { refusal: 'no_such_session' };
      if (state.status === 'ended') return { events: [] };
      const { user_id, reason, at } = command;
      return { events: [{ type: 'SessionEnded', data: { user_id, reason, at } }] };
    }
    default:
      return assertNever(command);
  }
}

function evolve(_state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'SessionStarted':
      return { status: 'alive', userId: event.data.user_id };
    case 'SessionEnded':
      return { status: 'ended', userId: event.data.user_id };
    default:
      return assertNever(event);
  }
}

/** A login on one device, from start to end. */
export const session: Decider<SessionState, SessionCommand, SessionEvent, SessionRefusal> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};
