import type { Account, LoginResult, MfaStatus, Problem, RecoveryCodeList, TotpEnrolment } from '@parley/contracts';
import { createDatabase } from '@parley/event-store';
import { createLogger } from '@parley/service-kit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuthTables } from '../auth-database.ts';
import { rebuildAuth } from '../rebuild-auth.ts';
import { openSecretBox } from '../secrets/secret-box.ts';
import { startTestAuth, type TestAuth } from '../start-test-auth.ts';
import { firstPassword, mailWithSubject, resetTokens, securityNotices, sessionOf, testPeople } from '../test-person.ts';
import { createCodeThrottle, freeGuesses } from './code-throttle.ts';
import { confirmSecondFactor } from './for-administration.ts';
import { pendingLoginMs, triesPerLogin } from './pending-logins.ts';
import { appOf, enrolApp, firstStep, signIn, type TestApp } from './test-second-factor.ts';
import { enrolmentMs } from './totp-secrets.ts';

describe('second factors', () => {
  let auth: TestAuth;
  let people: ReturnType<typeof testPeople>;
  let account: Account;
  let token: string;

  beforeAll(async () => {
    auth = await startTestAuth();
    people = testPeople(auth);
  });
  afterAll(() => auth.stop());
  beforeEach(async () => {
    account = await people.register();
    token = (await people.tokens(account.email)).access_token;
  });

  const enrol = () => enrolApp(auth, people, token);
  const begin = (password = firstPassword) => people.call('/auth/mfa/totp', { token, body: { password } });
  const confirm = (code: string) => people.call('/auth/mfa/totp/confirm', { token, body: { code } });
  const remove = (password = firstPassword) => people.call('/auth/mfa/totp', { method: 'DELETE', token, body: { password } });
  const status = async () => (await people.call('/auth/mfa', { method: 'GET', token })).json<MfaStatus>();
  const verify = (mfa_token: string, code: string, headers = {}) => people.call('/auth/mfa/verify', { body: { mfa_token, code }, headers });
  const query = async (text: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    const { rows } = await client.query(text, values);
    await client.end();
    return rows;
  };

  describe('an authenticator app', () => {
    it('is set up with the password, a picture and a code; ten recovery codes come with it', async () => {
      const begun = (await begin()).json<TotpEnrolment>();
      expect(begun.otpauth_uri).toContain(`secret=${begun.secret}`);
      expect(begun.qr_data_url).toMatch(/^data:image\/png;base64,/);
      expect(await status()).toEqual({ totp_enabled: false, passkeys: 0, recovery_codes_left: 0 });
      expect((await people.login(account.email)).statusCode).toBe(200);
      const confirmed = await confirm(appOf(auth, begun.secret).code());
      expect(confirmed.statusCode).toBe(200);
      const { recovery_codes } = confirmed.json<RecoveryCodeList>();
      expect(new Set(recovery_codes).size).toBe(10);
      expect(await status()).toEqual({ totp_enabled: true, passkeys: 0, recovery_codes_left: 10 });
      expect(await people.me(token)).toBe(200);
    });

    it('is not set up without the password, with a wrong code, too late, or twice', async () => {
      expect((await begin('Wrong-Horse-7')).json()).toMatchObject({ code: 'invalid_credentials', errors: [{ path: 'body.password' }] });
      expect((await people.call('/auth/mfa/totp', { body: { password: firstPassword } })).statusCode).toBe(401);
      expect((await confirm('123456')).json()).toMatchObject({ code: 'mfa_code_invalid' });
      const { secret } = (await begin()).json<TotpEnrolment>();
      expect((await confirm(appOf(auth, secret).code(3))).json()).toMatchObject({ status: 401, code: 'mfa_code_invalid' });
      auth.clock.advance(enrolmentMs);
      expect((await confirm(appOf(auth, secret).code())).json()).toMatchObject({ code: 'mfa_code_invalid' });
      expect((await people.login(account.email)).statusCode).toBe(200);
      await enrol();
      expect((await begin()).json()).toMatchObject({ status: 409, code: 'conflict' });
    });

    it('is told of by an event, a notice to the other services, and a mail', async () => {
      await enrol();
      expect((await remove()).statusCode).toBe(204);
      expect(await securityNotices(auth, account.id)).toEqual(['mfa_enabled', 'mfa_disabled']);
      await mailWithSubject(auth, account.email, 'An authenticator app protects your account');
      await mailWithSubject(auth, account.email, 'The authenticator app was removed');
    });

    it('is removed with the password alone, and its codes and recovery codes with it', async () => {
      await enrol();
      expect((await remove('Wrong-Horse-7')).json()).toMatchObject({ code: 'invalid_credentials' });
      expect((await status()).totp_enabled).toBe(true);
      expect((await remove()).statusCode).toBe(204);
      expect(await status()).toEqual({ totp_enabled: false, passkeys: 0, recovery_codes_left: 0 });
      expect((await people.login(account.email)).statusCode).toBe(200);
      expect((await remove()).json()).toMatchObject({ status: 404, code: 'not_found' });
    });
  });

  describe('a login', () => {
    let app: TestApp;
    beforeEach(async () => {
      app = await enrol();
    });

    it('with the right password asks for the second step and starts nothing', async () => {
      const response = await people.login(account.email);
      expect(response.headers['content-type']).toContain('application/problem+json');
      expect(response.json()).toMatchObject({
        status: 401,
        code: 'mfa_required',
        mfa_token: expect.stringMatching(/^[\w-]{43}$/),
        mfa_methods: ['totp', 'recovery_code'],
      });
      expect(response.headers['set-cookie']).toBeUndefined();
      expect(response.body).not.toContain('access_token');
      expect(await query('select 1 from sessions where user_id = $1', [account.id])).toHaveLength(1);
    });

    it('with a wrong password is told nothing of a second step', async () => {
      const wrong = await people.login(account.email, 'Wrong-Horse-7');
      expect(wrong.json()).toEqual((await people.login('nobody@example.org')).json());
    });

    it('ends like any other: tokens, cookie, account, and what was remembered', async () => {
      const mfa_token = await firstStep(people, account.email, { remember_me: true });
      const response = await verify(mfa_token, `${app.code().slice(0, 3)} ${app.code().slice(3)}`);
      expect(response.statusCode).toBe(200);
      const result = response.json<LoginResult>();
      expect(result).toMatchObject({ token_type: 'bearer', user: { id: account.id, email: account.email } });
      expect(String(response.headers['set-cookie'])).toMatch(/parley_refresh=.*Max-Age=2592000; .*HttpOnly; SameSite=Strict/);
      expect(await people.me(result.access_token)).toBe(200);
      expect(await people.refresh(result.refresh_token)).toBe(200);
      const short = await verify(await firstStep(people, account.email), app.code(1));
      expect(String(short.headers['set-cookie'])).toContain('Max-Age=604800;');
    });

    it('takes the codes of the step before and after, each once, and none that is older than one that was used', async () => {
      await signIn(people, account.email, app.code());
      const again = await verify(await firstStep(people, account.email), app.code());
      expect(again.json()).toMatchObject({ status: 401, code: 'mfa_code_invalid' });
      expect((await verify(await firstStep(people, account.email), app.code(-1))).statusCode).toBe(401);
      await signIn(people, account.email, app.code(1));
      expect((await verify(await firstStep(people, account.email), app.code(2))).statusCode).toBe(401);
    });

    it('lets one in of fifty who show the same code at once', async () => {
      const other = await auth.startReplica();
      const tokens = await Promise.all(Array.from({ length: 50 }, () => firstStep(people, account.email)));
      const code = app.code();
      const responses = await Promise.all(
        tokens.map((mfa_token, index) => people.call('/auth/mfa/verify', { body: { mfa_token, code } }, index % 2 ? auth.app : other)),
      );
      expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
      expect(await query('select 1 from sessions where user_id = $1', [account.id])).toHaveLength(2);
    });

    it('lets one in of fifty who show the same recovery code at once', async () => {
      const tokens = await Promise.all(Array.from({ length: 50 }, () => firstStep(people, account.email)));
      const [code = ''] = app.recoveryCodes;
      const responses = await Promise.all(tokens.map((mfa_token) => verify(mfa_token, code)));
      expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
      expect((await status()).recovery_codes_left).toBe(9);
    });

    it('is worth one session, however many bring different right codes to it at once', async () => {
      const mfa_token = await firstStep(people, account.email);
      const responses = await Promise.all(app.recoveryCodes.slice(0, triesPerLogin).map((code) => verify(mfa_token, code)));
      expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
      const [used] = responses.filter(({ statusCode }) => statusCode !== 200);
      expect(used?.json()).toMatchObject({ code: 'mfa_token_invalid' });
      expect((await verify(mfa_token, app.code())).json()).toMatchObject({ code: 'mfa_token_invalid' });
    });

    it('waits five minutes for its second step', async () => {
      const mfa_token = await firstStep(people, account.email);
      auth.clock.advance(pendingLoginMs - 1);
      const early = await firstStep(people, account.email);
      auth.clock.advance(1);
      expect((await verify(mfa_token, app.code())).json()).toMatchObject({ status: 401, code: 'mfa_token_invalid' });
      expect((await verify(early, app.code())).statusCode).toBe(200);
      expect((await verify('A'.repeat(43), app.code(1))).json()).toMatchObject({ code: 'mfa_token_invalid' });
    });

    it('needs the password again after five tries', async () => {
      const mfa_token = await firstStep(people, account.email);
      for (let attempt = 0; attempt < triesPerLogin; attempt++) {
        auth.clock.advance(20_000);
        expect((await verify(mfa_token, '000000')).json()).toMatchObject({ code: 'mfa_code_invalid' });
      }
      expect((await verify(mfa_token, app.code())).json()).toMatchObject({ status: 401, code: 'mfa_token_invalid' });
    });

    it('waits longer after each wrong code, from wherever and with however many logins', async () => {
      const headers = { 'user-agent': 'Somebody else', 'x-forwarded-for': '203.0.113.66' };
      const guess = async (code = '000000') => verify(await firstStep(people, account.email, {}, headers), code, headers);
      const guesses = await Promise.all(Array.from({ length: freeGuesses + 5 }, () => guess()));
      expect(guesses.filter((response) => response.json<Problem>().code === 'mfa_code_invalid')).toHaveLength(freeGuesses);
      expect(guesses.filter(({ statusCode }) => statusCode === 429)).toHaveLength(5);
      const waits: number[] = [];
      for (let round = 0; round < 9; round++) {
        const refused = await guess(app.code());
        expect(refused.statusCode).toBe(429);
        const seconds = Number(refused.headers['retry-after']);
        waits.push(seconds);
        auth.clock.advance(seconds * 1_000);
        expect((await guess()).json()).toMatchObject({ code: 'mfa_code_invalid' });
      }
      expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900]);
      // The owner, where they have signed in before, does not wait for it.
      await signIn(people, account.email, app.code());
    });

    it('forgives wrong codes after a right one', async () => {
      for (let attempt = 0; attempt < freeGuesses - 1; attempt++) await verify(await firstStep(people, account.email), '000000');
      await signIn(people, account.email, app.code());
      for (let attempt = 0; attempt < freeGuesses; attempt++) {
        expect((await verify(await firstStep(people, account.email), '000000')).json()).toMatchObject({ code: 'mfa_code_invalid' });
      }
    });

    it('is void when the password was changed meanwhile', async () => {
      const mfa_token = await firstStep(people, account.email);
      const body = { current_password: firstPassword, new_password: 'Battery-Staple-8' };
      expect((await people.call('/auth/password/change', { token, body })).statusCode).toBe(204);
      expect((await verify(mfa_token, app.code())).json()).toMatchObject({ code: 'mfa_token_invalid' });
    });

    it('still needs the second step after the password was reset by mail', async () => {
      await people.call('/auth/password/forgot', { body: { email: account.email } });
      const [reset = ''] = await resetTokens(auth, account.email, 1);
      const answer = await people.call('/auth/password/reset', { body: { token: reset, password: 'Battery-Staple-8' } });
      expect(answer.statusCode).toBe(204);
      expect(String(answer.headers['set-cookie'])).toMatch(/^parley_refresh=; Max-Age=0;/);
      expect((await people.login(account.email, 'Battery-Staple-8')).json()).toMatchObject({ code: 'mfa_required' });
      expect((await people.login(account.email)).json()).toMatchObject({ code: 'invalid_credentials' });
    });

    it('is limited per address in its second step too', async () => {
      const limited = await auth.startReplica({ PARLEY_LOGINS_PER_MINUTE: '5' });
      const headers = { 'x-forwarded-for': '203.0.113.77' };
      const body = { mfa_token: 'A'.repeat(43), code: '000000' };
      const responses = await Promise.all(Array.from({ length: 8 }, () => people.call('/auth/mfa/verify', { body, headers }, limited)));
      expect(responses.filter(({ statusCode }) => statusCode === 429)).toHaveLength(3);
    });
  });

  describe('recovery codes', () => {
    it('sign in once each, in place of the app', async () => {
      const { recoveryCodes } = await enrol();
      const [code = '', next = ''] = recoveryCodes;
      await signIn(people, account.email, code.toUpperCase().replaceAll('-', ' '));
      expect((await verify(await firstStep(people, account.email), code)).json()).toMatchObject({ code: 'mfa_code_invalid' });
      await signIn(people, account.email, next);
      expect((await status()).recovery_codes_left).toBe(8);
    });

    it('are replaced with the password, all of them', async () => {
      const renew = (password: string) => people.call('/auth/mfa/recovery-codes', { token, body: { password } });
      expect((await renew(firstPassword)).json()).toMatchObject({ status: 404 });
      const { recoveryCodes } = await enrol();
      expect((await renew('Wrong-Horse-7')).json()).toMatchObject({ code: 'invalid_credentials' });
      const { recovery_codes } = (await renew(firstPassword)).json<RecoveryCodeList>();
      expect(recovery_codes).toHaveLength(10);
      expect((await verify(await firstStep(people, account.email), recoveryCodes[0] ?? '')).statusCode).toBe(401);
      await signIn(people, account.email, recovery_codes[0] ?? '');
      await mailWithSubject(auth, account.email, 'You have new recovery codes');
    });

    it("of somebody else open nobody's account", async () => {
      const stranger = await people.register();
      const theirs = await enrolApp(auth, people, (await people.tokens(stranger.email)).access_token);
      await enrol();
      expect((await verify(await firstStep(people, account.email), theirs.recoveryCodes[0] ?? '')).statusCode).toBe(401);
      expect((await verify(await firstStep(people, account.email), theirs.code())).statusCode).toBe(401);
    });
  });

  it('are asked for before what cannot be taken back, of those who have one', async () => {
    const { db, close } = createDatabase<AuthTables>({ url: auth.database.url, poolSize: 2, applicationName: 'test' });
    const redis = new Redis(auth.redis.url);
    const clock = auth.clock.now;
    const secretBox = await openSecretBox(db, { keys: undefined, now: clock() });
    const confirmWith = (code?: string) =>
      confirmSecondFactor({ db, clock, secretBox, codeThrottle: createCodeThrottle(redis, clock) }, account.id, code);
    await confirmWith();
    const app = await enrol();
    await expect(confirmWith()).rejects.toMatchObject({ code: 'mfa_required', extras: { mfa_methods: ['totp', 'recovery_code'] } });
    await expect(confirmWith('000000')).rejects.toMatchObject({ code: 'mfa_code_invalid' });
    const code = app.code();
    await confirmWith(code);
    await expect(confirmWith(code)).rejects.toMatchObject({ code: 'mfa_code_invalid' });
    redis.disconnect();
    await close();
  });

  it('are kept as hashes or encrypted, and are in no log, event or mail', async () => {
    const { secret, recoveryCodes } = await enrol();
    const code = recoveryCodes[0] ?? '';
    for (const table of ['totp_secrets', 'recovery_codes', 'events', 'mails_due', 'accounts']) {
      const text = JSON.stringify(await query(`select ${table}::text as row from ${table}`));
      for (const form of [secret, Buffer.from(secret).toString('hex'), code, code.replaceAll('-', '')]) expect(text).not.toContain(form);
    }
    const logs = auth.logs.join('');
    for (const form of [secret, code, code.replaceAll('-', '')]) expect(logs).not.toContain(form);
  });

  it('leave a log of events that accounts and sessions can be built from', async () => {
    await enrol();
    const log = createLogger({ service: 'test', level: 'silent' });
    expect(await rebuildAuth({ ownerUrl: auth.database.ownerUrl, swap: true, log })).toMatchObject({ identical: true });
    expect(sessionOf(token)).toBeTruthy();
  });
});
