import { given } from '@parley/testing';
import { describe, it } from 'vitest';
import { session } from './session.ts';
import type { SessionEvent } from './session-events.ts';

const at = '2026-11-20T12:00:00.000Z';
const data = { user_id: 'ada', address: '192.0.2.1', user_agent: null, expires_at: '2026-11-27T12:00:00.000Z', at };
const started: SessionEvent = { type: 'SessionStarted', data };
const ended: SessionEvent = { type: 'SessionEnded', data: { user_id: 'ada', reason: 'logged_out', at } };
const end = { type: 'EndSession', user_id: 'ada', reason: 'logged_out', at } as const;

describe('a session', () => {
  it('starts once', () => {
    given(session)
      .when({ type: 'StartSession', ...data })
      .then(started);
    given(session, started)
      .when({ type: 'StartSession', ...data })
      .thenRefused('already_started');
  });

  it('ends once; ending it again is nothing', () => {
    given(session, started).when(end).then(ended);
    given(session, started, ended).when(end).then();
  });

  it('does not exist for anybody else', () => {
    given(session, started)
      .when({ ...end, user_id: 'eve' })
      .thenRefused('no_such_session');
    given(session).when(end).thenRefused('no_such_session');
  });
});
