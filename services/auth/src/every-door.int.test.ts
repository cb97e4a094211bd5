import type { Account, AddedPasskey, LoginResult, PasskeyCreationOptions, PasskeyRequestOptions, Problem, Tokens } from '@parley/contracts';
import { startTestOidcProvider, type TestOidcProvider } from '@parley/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAccountCommand } from './command-line/run-account-command.ts';
import { personalTables, sessionTables } from './erasure/personal-tables.ts';
import { codeThrottleKeysOf } from './mfa/code-throttle.ts';
import { enrolApp, firstStep, signIn as signInWithCode } from './mfa/test-second-factor.ts';
import { flowCookieOf, locationOf, type ProviderAnswer, providerHome, providerSignIn } from './oidc/test-provider-sign-in.ts';
import { createTestAuthenticator } from './passkeys/test-authenticator.ts';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';
import { firstPassword, resetTokens, sessionOf, testPeople } from './test-person.ts';

/** Every way in asks the same of an account: one that asked less would be the one that a thief takes. */
describe('every door', () => {
  let auth: TestAuth;
  let people: ReturnType<typeof testPeople>;
  let provider: TestOidcProvider;
  let owner: pg.Client;
  let account: Account;
  let token: string;
  let subjects = 0;

  beforeAll(async () => {
    provider = await startTestOidcProvider([`${providerHome}/api/v1/auth/oidc/good/callback`]);
    const { issuer, clientId: client_id, clientSecret: client_secret } = provider;
    const providers = JSON.stringify([{ id: 'good', name: 'Good', issuer, client_id, client_secret }]);
    auth = await startTestAuth({ PARLEY_OIDC_PROVIDERS: providers });
    people = testPeople(auth);
    owner = new pg.Client({ connectionString: auth.database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await auth.stop();
    await provider.stop();
  });
  beforeEach(async () => {
    subjects += 1;
    account = await people.register();
    provider.person = { sub: `s${subjects}`, email: account.email, email_verified: true, name: `Some Body ${subjects}` };
    token = (await people.tokens(account.email)).access_token;
  });

  const { get, comeBack, signIn } = providerSignIn((...sent) => people.call(...sent));
  const command = (...words: string[]) =>
    runAccountCommand([...words, '--json'], {
      PORT: '0',
      DATABASE_URL: auth.database.url,
      NATS_URL: auth.nats.url,
      REDIS_URL: auth.redis.url,
      PARLEY_BCRYPT_ROUNDS: '4',
    });
  const count = async (table: string, column: string, values: readonly string[]) =>
    (await owner.query(`select 1 from ${table} where ${column} = any($1)`, [values])).rows.length;
  const remove = (as: string, body: object) => people.call('/users/me', { method: 'DELETE', token: as, body });

  async function link(): Promise<void> {
    const begun = await people.call('/auth/oidc/good/link', { token });
    const back = await get(await comeBack(begun.json<{ url: string }>().url), { cookie: flowCookieOf(begun) });
    expect(locationOf(back)).not.toContain('problem');
  }
  /** What the way back from the provider leaves for the second step. */
  function secondStepOf(response: ProviderAnswer) {
    const location = new URL(locationOf(response), providerHome);
    return { location, ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))) } as { location: URL; mfa_token?: string };
  }
  async function tokenAfter(response: ProviderAnswer): Promise<string> {
    expect(locationOf(response)).toMatch(/#signed-in$/);
    const refresh = response.cookies.find(({ name }) => name === 'parley_refresh')?.value;
    const headers = { cookie: `parley_refresh=${refresh}`, 'sec-fetch-site': 'same-origin' };
    return (await people.call('/auth/refresh', { headers })).json<Tokens>().access_token;
  }
  async function addPasskey() {
    const device = createTestAuthenticator();
    const body = { password: firstPassword };
    const options = (await people.call('/auth/passkeys/register/options', { token, body })).json<PasskeyCreationOptions>();
    const added = await people.call('/auth/passkeys/register/verify', {
      token,
      body: { name: 'Laptop', response: device.create(options) },
    });
    expect(added.json<AddedPasskey>().passkey.name).toBe('Laptop');
    return device;
  }
  const showPasskey = async (device: ReturnType<typeof createTestAuthenticator>) => {
    const headers = { 'x-forwarded-for': `198.51.100.${subjects}` };
    const options = (await people.call('/auth/passkeys/login/options', { headers })).json<PasskeyRequestOptions>();
    return people.call('/auth/passkeys/login/verify', { body: { response: device.get(options) }, headers });
  };

  describe('asks for the second factor', () => {
    it('also when a provider has said who it is', async () => {
      await link();
      const app = await enrolApp(auth, people, token);
      const back = await signIn('good', '?return_to=/chat/abc&remember_me=true');
      expect(String(back.headers['set-cookie'])).not.toContain('parley_refresh');
      const { location, mfa_token, ...rest } = secondStepOf(back);
      expect(location).toMatchObject({ pathname: '/login', search: '' });
      expect(rest).toEqual({ mfa_methods: 'totp,recovery_code', return_to: '/chat/abc' });
      const verify = (code: string) => people.call('/auth/mfa/verify', { body: { mfa_token, code } });
      expect((await verify(app.code(20))).json<Problem>()).toMatchObject({ code: 'mfa_code_invalid' });
      const signedIn = (await verify(app.code())).json<LoginResult>();
      expect(signedIn.user.id).toBe(account.id);
      const { rows } = await owner.query('select expires_at - started_at as lives from sessions where session_id = $1', [
        sessionOf(signedIn.access_token),
      ]);
      expect(rows[0]?.lives).toMatchObject({ days: 30 });
    });

    it('not of a passkey that has verified its owner, which is both', async () => {
      const device = await addPasskey();
      await link();
      expect(secondStepOf(await signIn())).toMatchObject({ mfa_methods: 'passkey,recovery_code' });
      expect((await showPasskey(device)).statusCode).toBe(200);
    });
  });

  describe('is closed to somebody suspended', () => {
    const suspended = { status: 403, code: 'account_suspended' };

    it('by password, second step, passkey, provider, refresh, token and ticket, and open again when they are restored', async () => {
      await link();
      const device = await addPasskey();
      const { refresh_token } = (await showPasskey(device)).json<LoginResult>();
      const app = await enrolApp(auth, people, token);
      const begun = await firstStep(people, account.email);
      const verify = (mfa_token: string | undefined, code: string) => people.call('/auth/mfa/verify', { body: { mfa_token, code } });
      const begunByProvider = secondStepOf(await signIn()).mfa_token;
      expect(await command('user', 'suspend', account.id)).toBe(0);

      expect((await people.login(account.email)).json()).toMatchObject(suspended);
      expect((await verify(begun, app.code())).json()).toMatchObject(suspended);
      expect((await verify(begunByProvider, app.code(1))).json()).toMatchObject(suspended);
      expect((await showPasskey(device)).json()).toMatchObject(suspended);
      const back = await signIn();
      expect(locationOf(back)).toBe('/login?problem=account_suspended');
      expect(String(back.headers['set-cookie'])).not.toContain('parley_refresh');
      expect(await people.refresh(refresh_token)).toBe(401);
      expect(await people.me(token)).toBe(401);
      expect((await people.call('/auth/socket-ticket', { token })).statusCode).toBe(401);
      // Who guesses is told nothing.
      expect((await people.login(account.email, 'Wrong-Horse-7')).json()).toMatchObject({ code: 'invalid_credentials' });

      expect(await command('user', 'restore', account.id)).toBe(0);
      auth.clock.advance(120_000);
      expect((await showPasskey(device)).statusCode).toBe(200);
      expect((await signInWithCode(people, account.email, app.code())).user.id).toBe(account.id);
    });

    it('who chooses a new password by mail', async () => {
      await people.call('/auth/password/forgot', { body: { email: account.email } });
      const [link_token] = await resetTokens(auth, account.email, 1);
      expect(await command('user', 'suspend', account.id)).toBe(0);
      await people.call('/auth/password/reset', { body: { token: link_token, password: 'Battery-Staple-8' } });
      expect((await people.login(account.email, 'Battery-Staple-8')).json()).toMatchObject(suspended);
    });

    it('whose login checks the password while they are being suspended', async () => {
      const [status, ...logins] = await Promise.all([
        command('user', 'suspend', account.id),
        ...Array.from({ length: 8 }, () => people.login(account.email)),
      ]);
      expect(status).toBe(0);
      for (const login of logins.filter(({ statusCode }) => statusCode === 200)) {
        expect(await people.me(login.json<LoginResult>().access_token)).toBe(401);
      }
      expect((await people.login(account.email)).json()).toMatchObject(suspended);
    });

    it('whom nobody finds by searching, while who they were stays readable', async () => {
      const other = (await people.tokens((await people.register()).email)).access_token;
      const found = async () => (await people.call(`/users/search?q=${account.username}`, { method: 'GET', token: other })).body;
      expect(await found()).toContain(account.id);
      expect(await command('user', 'suspend', account.id)).toBe(0);
      expect(await found()).not.toContain(account.id);
      expect((await people.call(`/users/${account.username}`, { method: 'GET', token: other })).statusCode).toBe(200);
    });
  });

  describe('has nothing behind it after a deletion', () => {
    it('which asks for password and second factor, and leaves no row of any table and no count in Redis', async () => {
      await link();
      const device = await addPasskey();
      const app = await enrolApp(auth, people, token);
      await people.call('/auth/password/forgot', { body: { email: account.email } });
      await resetTokens(auth, account.email, 1);
      const { rows } = await owner.query('select session_id from sessions where user_id = $1', [account.id]);
      const sessions = rows.map((row) => String(row.session_id));
      await owner.query('insert into session_sightings values ($1, now()) on conflict do nothing', [sessions[0]]);
      const insert = `insert into email_verifications values (sha256($2::bytea), $1, now(), now() + interval '1 day')`;
      await owner.query(insert, [account.id, account.id]);
      for (const table of personalTables) expect([table, await count(table, 'user_id', [account.id])]).not.toEqual([table, 0]);
      for (const table of sessionTables) expect([table, await count(table, 'session_id', sessions)]).not.toEqual([table, 0]);

      expect((await remove(token, { code: app.code() })).json()).toMatchObject({ status: 400, code: 'validation_failed' });
      expect((await remove(token, { password: firstPassword })).json()).toMatchObject({
        code: 'mfa_required',
        mfa_methods: ['totp', 'passkey', 'recovery_code'],
      });
      expect((await remove(token, { password: firstPassword, code: app.code(20) })).json()).toMatchObject({ code: 'mfa_code_invalid' });
      expect(await people.me(token)).toBe(200);
      const redis = new Redis(auth.redis.url);
      expect(await redis.exists(codeThrottleKeysOf(account.id))).toBe(1);
      expect((await remove(token, { password: firstPassword, code: app.code() })).statusCode).toBe(204);

      for (const table of personalTables) expect([table, await count(table, 'user_id', [account.id])]).toEqual([table, 0]);
      for (const table of sessionTables) expect([table, await count(table, 'session_id', sessions)]).toEqual([table, 0]);
      await expect.poll(() => redis.exists(codeThrottleKeysOf(account.id)), { timeout: 10_000 }).toBe(0);
      redis.disconnect();
      expect((await people.login(account.email)).json()).toMatchObject({ code: 'invalid_credentials' });
      expect((await showPasskey(device)).json()).toMatchObject({ code: 'passkey_invalid' });
      // The provider's word opens a new account, not the one that was.
      const again = await tokenAfter(await signIn());
      expect((await people.call('/users/me', { method: 'GET', token: again })).json<Account>().id).not.toBe(account.id);
    });

    it('also of an account without a password, soon after signing in', async () => {
      if (provider.person) provider.person = { ...provider.person, email: `only${subjects}@example.net` };
      const first = await tokenAfter(await signIn());
      auth.clock.advance(11 * 60_000);
      expect((await remove(first, {})).json()).toMatchObject({ status: 403, code: 'recent_sign_in_required' });
      expect((await remove(first, { password: firstPassword })).json()).toMatchObject({ code: 'recent_sign_in_required' });
      const fresh = await tokenAfter(await signIn());
      const { id } = (await people.call('/users/me', { method: 'GET', token: fresh })).json<Account>();
      expect((await remove(fresh, {})).statusCode).toBe(204);
      expect(await count('linked_identities', 'user_id', [id])).toBe(0);
      expect(await people.me(first)).toBe(401);
    });
  });

  describe('of an account that a provider opened', () => {
    it('has a password from when its owner chooses one by mail, which is then asked for', async () => {
      const email = `chosen${subjects}@example.net`;
      if (provider.person) provider.person = { ...provider.person, email };
      const opened = await tokenAfter(await signIn());
      expect((await people.call('/users/me', { method: 'GET', token: opened })).json<Account>().email).toBe(email);
      await people.call('/auth/password/forgot', { body: { email } });
      const [link_token] = await resetTokens(auth, email, 1);
      expect((await people.call('/auth/password/reset', { body: { token: link_token, password: firstPassword } })).statusCode).toBe(204);
      const { access_token } = await people.tokens(email);
      expect((await remove(access_token, {})).json()).toMatchObject({ status: 400, code: 'validation_failed' });
      expect((await remove(access_token, { password: 'Wrong-Horse-7' })).json()).toMatchObject({ code: 'invalid_credentials' });
      expect((await remove(access_token, { password: firstPassword })).statusCode).toBe(204);
    });

    it('gets a second factor by a fresh sign-in, and asks for it from then on', async () => {
      if (provider.person) provider.person = { ...provider.person, email: `factor${subjects}@example.net` };
      const opened = await tokenAfter(await signIn());
      const app = await enrolApp(auth, people, opened, {});
      const { mfa_token } = secondStepOf(await signIn());
      expect((await people.call('/auth/mfa/verify', { body: { mfa_token, code: app.code() } })).statusCode).toBe(200);
      auth.clock.advance(11 * 60_000);
      const body = {};
      expect((await people.call('/auth/mfa/totp', { method: 'DELETE', token: opened, body })).json()).toMatchObject({
        code: 'recent_sign_in_required',
      });
    });

    it('counts as confirmed, since the provider has vouched for the address', async () => {
      if (provider.person) provider.person = { ...provider.person, email: `vouched${subjects}@example.net` };
      const opened = await tokenAfter(await signIn());
      const { id } = (await people.call('/users/me', { method: 'GET', token: opened })).json<Account>();
      const { rows } = await owner.query('select email_verified from accounts where user_id = $1', [id]);
      expect(rows).toEqual([{ email_verified: true }]);
    });
  });
});
