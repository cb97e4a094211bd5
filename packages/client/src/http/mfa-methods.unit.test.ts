import type { LoginResult } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { ParleyError } from '../errors.ts';
import { me } from '../testing/samples.ts';
import { mfaChallengeOf } from './mfa-methods.ts';
import { createParley } from './parley.ts';

const result: LoginResult = {
  access_token: 'access',
  refresh_token: 'refresh',
  token_type: 'bearer',
  expires_in: 1_800,
  user: {
    ...me,
    bio: null,
    status_text: null,
    created_at: '2026-11-20T12:00:00.000Z',
    email: 'ada@example.org',
    email_verified: true,
    role: 'user',
    is_online: true,
    last_seen_at: null,
  },
};
const required = {
  type: 'x',
  title: 'X',
  status: 401,
  code: 'mfa_required',
  mfa_token: 'mfa-token',
  mfa_methods: ['passkey', 'totp', 'telepathy'],
};

function start() {
  const bodies = new Map<string, unknown>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const path = new URL(String(input)).pathname.replace('/api/v1', '');
    bodies.set(path, typeof init?.body === 'string' ? JSON.parse(init.body) : undefined);
    const [status, body] = path === '/auth/login' ? [401, required] : [200, result];
    return new Response(JSON.stringify(body), { status });
  };
  return { bodies, parley: createParley({ url: 'http://parley.test', fetch }) };
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a login with a second step', () => {
  it('is refused with what the second step begins with, and signs in when that is shown', async () => {
    const { parley, bodies } = start();
    const challenge = mfaChallengeOf(await failureOf(parley.auth.login({ email: 'ada@example.org', password: 'x' })));
    // Methods that this client does not know are none that it could offer.
    expect(challenge).toEqual({ token: 'mfa-token', methods: ['totp', 'passkey'] });
    expect(parley.session.state.getSnapshot().status).toBe('signed_out');
    if (!challenge) throw new Error('there is no challenge');
    expect((await parley.mfa.verify(challenge, '123456')).id).toBe(me.id);
    expect(bodies.get('/auth/mfa/verify')).toEqual({ mfa_token: 'mfa-token', code: '123456' });
    expect(parley.session.state.getSnapshot()).toMatchObject({ status: 'signed_in', user: { id: me.id } });
  });

  it('can be shown a passkey instead, which signs in without password too', async () => {
    const { parley, bodies } = start();
    const challenge = { token: 'mfa-token', methods: ['passkey'] as const };
    await parley.passkeys.requestOptions(challenge);
    expect(bodies.get('/auth/passkeys/login/options')).toEqual({ mfa_token: 'mfa-token' });
    const assertion = {
      id: 'a',
      rawId: 'a',
      type: 'public-key' as const,
      response: { clientDataJSON: 'a', authenticatorData: 'a', signature: 'a' },
      clientExtensionResults: {},
    };
    await parley.passkeys.login(assertion, { challenge });
    expect(bodies.get('/auth/passkeys/login/verify')).toEqual({ response: assertion, mfa_token: 'mfa-token' });
    await parley.passkeys.login(assertion, { remember: true });
    expect(bodies.get('/auth/passkeys/login/verify')).toEqual({ response: assertion, remember_me: true });
    expect(parley.session.refreshToken()).toBe('refresh');
  });

  it('is no other failure', () => {
    expect(mfaChallengeOf(new ParleyError('invalid_credentials', 'x'))).toBeUndefined();
    expect(mfaChallengeOf(new Error('x'))).toBeUndefined();
  });
});
