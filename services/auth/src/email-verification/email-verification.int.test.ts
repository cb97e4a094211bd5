import type { Account } from '@parley/contracts';
import { eventually } from '@parley/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { enrolApp, firstStep } from '../mfa/test-second-factor.ts';
import { startTestAuth, type TestAuth } from '../start-test-auth.ts';
import { mailsTo, resetTokens, testPeople, verificationTokens } from '../test-person.ts';
import { liveVerificationsPerAccount, verificationTokenMs } from './verification-token.ts';

describe('an address', () => {
  const undo: Array<() => Promise<unknown>> = [];
  afterEach(async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  });

  async function start(mode: 'off' | 'optional' | 'required') {
    const auth = await startTestAuth({ PARLEY_EMAIL_VERIFICATION: mode });
    undo.push(auth.stop);
    const people = testPeople(auth);
    const verify = (token: string) => people.call('/auth/email/verify', { body: { token } });
    const isVerified = async (token: string) => (await people.call('/users/me', { method: 'GET', token })).json<Account>().email_verified;
    return { auth, people, verify, isVerified };
  }

  /** The minute between two mails is Redis' own, so tests that ask again forget it. */
  async function forgetThrottle(auth: TestAuth) {
    const redis = new Redis(auth.redis.url);
    const keys = await redis.keys('attempts:verification:*');
    if (keys.length > 0) await redis.del(keys);
    redis.disconnect();
  }

  async function query(auth: TestAuth, text: string) {
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows;
  }

  it('is confirmed with the link that comes by mail, once, also when ten use it at the same moment', async () => {
    const { auth, people, verify, isVerified } = await start('optional');
    const account = await people.register();
    expect(account.email_verified).toBe(false);
    const { access_token } = await people.tokens(account.email);
    const [token = ''] = await verificationTokens(auth, account.email, 1);
    expect((await mailsTo(auth, account.email))[0]).toContain(`https://chat.example.test/verify#token=${token}`);
    expect((await verify('A'.repeat(43))).json()).toMatchObject({ status: 400, code: 'verification_token_invalid' });
    const responses = await Promise.all(Array.from({ length: 10 }, () => verify(token)));
    expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([204, ...Array.from({ length: 9 }, () => 400)]);
    expect(await isVerified(access_token)).toBe(true);
    expect(await query(auth, `select type from events where type = 'AccountEmailVerified'`)).toHaveLength(1);
    // Asking again sends nothing: there is nothing to confirm.
    expect((await people.call('/auth/email/resend', { token: access_token })).statusCode).toBe(202);
    expect(await query(auth, 'select 1 from email_verifications')).toEqual([]);
  });

  it('is confirmed within a day', async () => {
    const { auth, people, verify } = await start('optional');
    const account = await people.register();
    const [token = ''] = await verificationTokens(auth, account.email, 1);
    auth.clock.advance(verificationTokenMs);
    expect((await verify(token)).json()).toMatchObject({ code: 'verification_token_invalid' });
  });

  it('gets another link on request: one a minute, a few at a time, kept as hashes', async () => {
    const { auth, people, verify, isVerified } = await start('optional');
    const account = await people.register();
    const { access_token: token } = await people.tokens(account.email);
    const resend = () => people.call('/auth/email/resend', { token });
    const refused = await resend();
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '60']);
    expect((await people.call('/auth/email/resend')).statusCode).toBe(401);
    for (let nth = 2; nth <= liveVerificationsPerAccount; nth++) {
      await forgetThrottle(auth);
      expect((await resend()).statusCode).toBe(202);
      await verificationTokens(auth, account.email, nth);
    }
    await forgetThrottle(auth);
    expect((await resend()).statusCode).toBe(202);
    await eventually('no mail waits', async () => ((await query(auth, 'select 1 from mails_due')).length === 0 ? true : undefined));
    const tokens = await verificationTokens(auth, account.email, liveVerificationsPerAccount);
    expect(tokens).toHaveLength(liveVerificationsPerAccount);
    const kept = JSON.stringify(await query(auth, 'select email_verifications::text from email_verifications'));
    for (const link of tokens) expect(`${kept}${auth.logs.join('')}`).not.toContain(link);
    // One link is as good as another, and the first that is used voids them all.
    expect((await verify(tokens[2] ?? '')).statusCode).toBe(204);
    expect((await verify(tokens[0] ?? '')).statusCode).toBe(400);
    expect(await isVerified(token)).toBe(true);
  });

  it('must be confirmed before signing in, where that is required; who knows the password is told, and mailed again', async () => {
    const { auth, people, verify } = await start('required');
    const account = await people.register();
    await verificationTokens(auth, account.email, 1);
    const login = () => people.login(account.email);
    expect((await login()).json()).toMatchObject({ status: 403, code: 'email_not_verified' });
    expect((await login()).headers['set-cookie']).toBeUndefined();
    const wrong = await people.login(account.email, 'Wrong-Horse-7');
    expect(wrong.json()).toEqual((await people.login('nobody@example.org')).json());
    // The link of the registration is a moment old: no second mail.
    expect(await query(auth, 'select 1 from email_verifications')).toHaveLength(1);
    await forgetThrottle(auth);
    await Promise.all([login(), login(), login()]);
    const tokens = await verificationTokens(auth, account.email, 2);
    expect(await query(auth, 'select 1 from mails_due')).toEqual([]);
    expect(tokens).toHaveLength(2);
    expect((await verify(tokens[1] ?? '')).statusCode).toBe(204);
    expect((await login()).statusCode).toBe(200);
  });

  it('is confirmed by choosing a new password with the link of a mail, too', async () => {
    const { auth, people } = await start('required');
    const account = await people.register();
    await verificationTokens(auth, account.email, 1);
    await people.call('/auth/password/forgot', { body: { email: account.email } });
    const [token = ''] = await resetTokens(auth, account.email, 1);
    const password = 'Battery-Staple-8';
    expect((await people.call('/auth/password/reset', { body: { token, password } })).statusCode).toBe(204);
    expect((await people.login(account.email, password)).json()).toMatchObject({ user: { email_verified: true } });
    expect(await query(auth, 'select 1 from email_verifications')).toEqual([]);
  });

  it('is asked for before the second factor is, where it is required', async () => {
    const { auth, people } = await start('optional');
    const account = await people.register();
    await enrolApp(auth, people, (await people.tokens(account.email)).access_token);
    await firstStep(people, account.email);
    const strict = await auth.startReplica({ PARLEY_EMAIL_VERIFICATION: 'required' });
    const body = { email: account.email, password: 'Correct-Horse-7' };
    const response = await people.call('/auth/login', { body }, strict);
    expect(response.json()).toMatchObject({ status: 403, code: 'email_not_verified' });
    expect(response.body).not.toContain('mfa_token');
  });

  it('is nobody’s business where that is switched off', async () => {
    const { auth, people } = await start('off');
    const account = await people.register();
    const { access_token: token } = await people.tokens(account.email);
    expect((await people.call('/auth/email/resend', { token })).json()).toMatchObject({ status: 404 });
    expect(await query(auth, 'select 1 from mails_due')).toEqual([]);
    expect(await mailsTo(auth, account.email)).toEqual([]);
  });
});
