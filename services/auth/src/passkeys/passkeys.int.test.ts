import type {
  Account,
  AddedPasskey,
  LoginResult,
  MfaStatus,
  PasskeyCreationOptions,
  PasskeyList,
  PasskeyRequestOptions,
} from '@parley/contracts';
import { createDatabase, lockStream } from '@parley/event-store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuthTables } from '../auth-database.ts';
import { resetSecondFactors } from '../mfa/for-administration.ts';
import { enrolApp, firstStep } from '../mfa/test-second-factor.ts';
import { startTestAuth, type TestAuth } from '../start-test-auth.ts';
import { firstPassword, mailWithSubject, securityNotices, testPeople } from '../test-person.ts';
import { challengeMs } from './passkey-challenges.ts';
import { userHandleOf } from './passkey-rows.ts';
import { type Ceremony, createTestAuthenticator, type TestAuthenticator } from './test-authenticator.ts';

describe('passkeys', () => {
  let auth: TestAuth;
  let people: ReturnType<typeof testPeople>;
  let account: Account;
  let token: string;

  beforeAll(async () => {
    // Each login here asks for options: more in a minute than anybody would from one address.
    auth = await startTestAuth();
    people = testPeople(auth);
  });
  afterAll(() => auth.stop());
  let addresses = 0;
  beforeEach(async () => {
    addresses += 1;
    account = await people.register();
    token = (await people.tokens(account.email)).access_token;
  });

  const from = () => ({ 'x-forwarded-for': `198.51.100.${addresses}` });
  const creationOptions = async (body: object = { password: firstPassword }, of = token) =>
    (await people.call('/auth/passkeys/register/options', { token: of, body })).json<PasskeyCreationOptions>();
  const add = (response: object, name = 'Laptop', of = token) =>
    people.call('/auth/passkeys/register/verify', { token: of, body: { name, response } });
  const list = async () => (await people.call('/auth/passkeys', { method: 'GET', token })).json<PasskeyList>().items;
  const requestOptions = async (mfa_token?: string) =>
    (
      await people.call('/auth/passkeys/login/options', { headers: from(), ...(mfa_token ? { body: { mfa_token } } : {}) })
    ).json<PasskeyRequestOptions>();
  const show = (response: object, more: object = {}, app = auth.app) =>
    people.call('/auth/passkeys/login/verify', { body: { response, ...more }, headers: from() }, app);
  const signIn = async (device: TestAuthenticator, ceremony: Ceremony = {}, more: object = {}) =>
    show(device.get(await requestOptions(), ceremony), more);
  const remove = (id: string, body: object = { password: firstPassword }) =>
    people.call(`/auth/passkeys/${id}`, { method: 'DELETE', token, body });

  async function registered(device = createTestAuthenticator()) {
    const added = await add(device.create(await creationOptions()));
    if (added.statusCode !== 201) throw new Error(`not added: ${added.body}`);
    const { passkey, recovery_codes: codes } = added.json<AddedPasskey>();
    return { device, passkey, codes };
  }

  describe('are added', () => {
    it('with the password; they are listed, and the first brings recovery codes', async () => {
      const options = await creationOptions();
      expect(options).toMatchObject({
        rp: { id: 'chat.example.test', name: 'Parley' },
        user: { id: Buffer.from(userHandleOf(account.id)).toString('base64url'), name: account.username },
        attestation: 'none',
        excludeCredentials: [],
      });
      const device = createTestAuthenticator();
      const added = (await add(device.create(options), 'My laptop')).json<AddedPasskey>();
      expect(added).toMatchObject({ passkey: { name: 'My laptop', last_used_at: null } });
      expect(added.recovery_codes).toHaveLength(10);
      expect(await list()).toEqual([added.passkey]);
      expect((await creationOptions()).excludeCredentials).toMatchObject([{ id: device.id, transports: ['hybrid', 'internal'] }]);
      expect((await add(createTestAuthenticator().create(await creationOptions()))).json<AddedPasskey>().recovery_codes).toBeNull();
    });

    it('by a code of the second factor, but not without either', async () => {
      const app = await enrolApp(auth, people, token);
      expect((await creationOptions({ code: app.code() })).challenge).toBeTruthy();
      const options = (body: object) => people.call('/auth/passkeys/register/options', { token, body });
      expect((await options({ code: app.code() })).json()).toMatchObject({ code: 'mfa_code_invalid' });
      expect((await options({ password: 'Wrong-Horse-7' })).json()).toMatchObject({ code: 'invalid_credentials' });
      expect((await options({})).statusCode).toBe(400);
      expect((await options({ password: firstPassword, code: app.code(1) })).statusCode).toBe(400);
      expect((await people.call('/auth/passkeys/register/options', { body: { password: firstPassword } })).statusCode).toBe(401);
    });

    it('are told of by an event, a notice to the other services, and a mail', async () => {
      const { passkey } = await registered();
      expect((await remove(passkey.id)).statusCode).toBe(204);
      expect(await securityNotices(auth, account.id)).toEqual(['passkey_added', 'passkey_removed']);
      await mailWithSubject(auth, account.email, 'A passkey was added');
      await mailWithSubject(auth, account.email, 'A passkey was removed');
    });

    it.each<[string, Ceremony]>([
      ['from another site', { origin: 'https://chat.example.test.evil.example' }],
      ['for another domain', { rpId: 'example.test' }],
      ['without anybody there', { userPresent: false }],
    ])('not %s', async (_name, ceremony) => {
      const refused = await add(createTestAuthenticator().create(await creationOptions(), ceremony));
      expect(refused.json()).toMatchObject({ status: 401, code: 'passkey_invalid' });
      expect(await list()).toEqual([]);
    });

    it('once for a challenge, in five minutes, and by the one who asked', async () => {
      const device = createTestAuthenticator();
      const answer = device.create(await creationOptions());
      const responses = await Promise.all(Array.from({ length: 10 }, () => add(answer)));
      expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 401)]);
      const late = createTestAuthenticator().create(await creationOptions());
      auth.clock.advance(challengeMs);
      expect((await add(late)).json()).toMatchObject({ code: 'passkey_invalid' });
      const stranger = await people.tokens((await people.register()).email);
      const mine = createTestAuthenticator().create(await creationOptions());
      expect((await add(mine, 'Stolen', stranger.access_token)).json()).toMatchObject({ code: 'passkey_invalid' });
      const again = device.create(await creationOptions({ password: firstPassword }, stranger.access_token));
      expect((await add(again, 'Twice', stranger.access_token)).json()).toMatchObject({ status: 409, code: 'conflict' });
    });
  });

  describe('are kept', () => {
    it('renamed, and removed with the password or a code, by their owner', async () => {
      const { passkey, codes } = await registered();
      const second = await registered();
      const rename = (id: string, of: string) =>
        people.call(`/auth/passkeys/${id}`, { method: 'PATCH', token: of, body: { name: 'Phone' } });
      expect((await rename(passkey.id, token)).statusCode).toBe(204);
      expect((await list())[0]?.name).toBe('Phone');
      const stranger = await people.tokens((await people.register()).email);
      expect((await rename(passkey.id, stranger.access_token)).statusCode).toBe(404);
      const theirs = await people.call(`/auth/passkeys/${passkey.id}`, {
        method: 'DELETE',
        token: stranger.access_token,
        body: { password: firstPassword },
      });
      expect(theirs.statusCode).toBe(404);
      expect((await remove(passkey.id, { password: 'Wrong-Horse-7' })).json()).toMatchObject({ code: 'invalid_credentials' });
      expect((await remove(passkey.id, { code: codes?.[0] })).statusCode).toBe(204);
      expect((await remove(second.passkey.id)).statusCode).toBe(204);
      expect(await list()).toEqual([]);
    });

    it('with the recovery codes going when the last of them goes', async () => {
      const { passkey } = await registered();
      await remove(passkey.id);
      const status = (await people.call('/auth/mfa', { method: 'GET', token })).json<MfaStatus>();
      expect(status).toEqual({ totp_enabled: false, passkeys: 0, recovery_codes_left: 0 });
      expect((await people.login(account.email)).statusCode).toBe(200);
    });
  });

  describe('sign in without password', () => {
    it('like any other login, saying nothing of anybody before', async () => {
      const { device } = await registered();
      const options = await requestOptions();
      expect(options).toMatchObject({ rpId: 'chat.example.test', userVerification: 'required', allowCredentials: [] });
      const response = await show(device.get(options), { remember_me: true });
      expect(response.statusCode).toBe(200);
      const result = response.json<LoginResult>();
      expect(result.user.id).toBe(account.id);
      expect(String(response.headers['set-cookie'])).toMatch(/parley_refresh=.*Max-Age=2592000; .*HttpOnly; SameSite=Strict/);
      expect([await people.me(result.access_token), await people.refresh(result.refresh_token)]).toEqual([200, 200]);
      expect((await list())[0]?.last_used_at).toBe(auth.clock.now().toISOString());
    });

    it.each<[string, Ceremony]>([
      ['when the device did not verify its user', { userVerified: false }],
      ['when nobody was there', { userPresent: false }],
      ['from another site', { origin: 'https://evil.example' }],
      ["from within another site's frame", { crossOrigin: true }],
      ['for another domain', { rpId: 'evil.example' }],
      ['in the name of somebody else', { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
    ])('not %s', async (_name, ceremony) => {
      const { device } = await registered();
      expect((await signIn(device, ceremony)).json()).toMatchObject({ status: 401, code: 'passkey_invalid' });
    });

    it('not with one that is unknown, removed, or signed by another', async () => {
      const { device, passkey } = await registered();
      const unknown = createTestAuthenticator();
      expect((await signIn(unknown)).json()).toMatchObject({ code: 'passkey_invalid' });
      const forged = { ...unknown.get(await requestOptions()), id: device.id, rawId: device.id };
      expect((await show(forged)).json()).toMatchObject({ code: 'passkey_invalid' });
      await remove(passkey.id);
      expect((await signIn(device)).json()).toMatchObject({ code: 'passkey_invalid' });
    });

    it('once for a challenge, also when ten show the same answer at once, and in five minutes', async () => {
      const { device } = await registered();
      const other = await auth.startReplica();
      const answer = device.get(await requestOptions());
      const responses = await Promise.all(Array.from({ length: 10 }, (_, index) => show(answer, {}, index % 2 ? auth.app : other)));
      expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
      const late = device.get(await requestOptions());
      auth.clock.advance(challengeMs);
      expect((await show(late)).json()).toMatchObject({ code: 'passkey_invalid' });
      expect((await show(device.get({ challenge: 'bWFkZSB1cA', rpId: 'chat.example.test' }))).json()).toMatchObject({
        code: 'passkey_invalid',
      });
    });

    it('not when the counter goes back: it may have been copied', async () => {
      const { device } = await registered();
      expect((await signIn(device, { counter: 7 })).statusCode).toBe(200);
      for (const counter of [7, 6, 0]) expect((await signIn(device, { counter })).json()).toMatchObject({ code: 'passkey_invalid' });
      expect(auth.logs.join('')).toContain("a passkey's counter went back");
      expect((await signIn(device, { counter: 8 })).statusCode).toBe(200);
      const [first, second] = [device.get(await requestOptions(), { counter: 9 }), device.get(await requestOptions(), { counter: 9 })];
      const statuses = (await Promise.all([show(first), show(second)])).map(({ statusCode }) => statusCode);
      expect(statuses.sort()).toEqual([200, 401]);
    });

    it('any number of times with a device that does not count', async () => {
      const { device } = await registered(createTestAuthenticator({ counts: false }));
      for (let round = 0; round < 3; round++) expect((await signIn(device)).statusCode).toBe(200);
    });
  });

  describe('are a second factor', () => {
    it('for logins with a password, beside the recovery codes, from the first on', async () => {
      const { device, codes } = await registered();
      const response = await people.login(account.email);
      expect(response.json()).toMatchObject({ code: 'mfa_required', mfa_methods: ['passkey', 'recovery_code'] });
      const { mfa_token } = response.json<{ mfa_token: string }>();
      const options = await requestOptions(mfa_token);
      expect(options).toMatchObject({ userVerification: 'preferred', allowCredentials: [{ id: device.id }] });
      const done = await show(device.get(options, { userVerified: false, userHandle: null }), { mfa_token });
      expect(done.statusCode).toBe(200);
      expect(done.json<LoginResult>().user.id).toBe(account.id);
      const code = codes?.[0] ?? '';
      const recovered = await people.call('/auth/mfa/verify', { body: { mfa_token: await firstStep(people, account.email), code } });
      expect(recovered.statusCode).toBe(200);
    });

    it('beside an authenticator app', async () => {
      await enrolApp(auth, people, token);
      await registered();
      expect((await people.login(account.email)).json()).toMatchObject({ mfa_methods: ['totp', 'passkey', 'recovery_code'] });
    });

    it("not of somebody else, not with another login's challenge, and once", async () => {
      const { device } = await registered();
      const mfa_token = await firstStep(people, account.email);
      const stranger = await people.register();
      const theirToken = (await people.tokens(stranger.email)).access_token;
      const theirs = createTestAuthenticator();
      await add(theirs.create(await creationOptions({ password: firstPassword }, theirToken)), 'Theirs', theirToken);
      expect((await show(theirs.get(await requestOptions(mfa_token)), { mfa_token })).json()).toMatchObject({ code: 'passkey_invalid' });
      // A challenge for signing in without password is none for the second step, nor the other way round.
      expect((await show(device.get(await requestOptions()), { mfa_token })).json()).toMatchObject({ code: 'passkey_invalid' });
      expect((await show(device.get(await requestOptions(mfa_token)))).json()).toMatchObject({ code: 'passkey_invalid' });
      const other = await firstStep(people, account.email);
      expect((await show(device.get(await requestOptions(other)), { mfa_token })).json()).toMatchObject({ code: 'passkey_invalid' });
      const options = await requestOptions(mfa_token);
      expect((await show(device.get(options), { mfa_token })).statusCode).toBe(200);
      expect((await show(device.get(options), { mfa_token })).json()).toMatchObject({ code: 'mfa_token_invalid' });
      expect((await people.call('/auth/passkeys/login/options', { body: { mfa_token }, headers: from() })).json()).toMatchObject({
        status: 401,
        code: 'mfa_token_invalid',
      });
    });
  });

  it('are taken away with every other second factor from who lost them all', async () => {
    await enrolApp(auth, people, token);
    await registered();
    const { db, close } = createDatabase<AuthTables>({ url: auth.database.url, poolSize: 1, applicationName: 'test' });
    const reset = () =>
      db.transaction().execute(async (trx) => {
        await lockStream(trx, account.id);
        return resetSecondFactors(trx, { userId: account.id, now: auth.clock.now(), metadata: {} });
      });
    expect([await reset(), await reset()]).toEqual([2, 0]);
    await close();
    expect(await securityNotices(auth, account.id)).toEqual(['mfa_enabled', 'passkey_added', 'mfa_disabled', 'passkey_removed']);
    const status = (await people.call('/auth/mfa', { method: 'GET', token })).json<MfaStatus>();
    expect(status).toEqual({ totp_enabled: false, passkeys: 0, recovery_codes_left: 0 });
    expect((await people.login(account.email)).statusCode).toBe(200);
  });

  it('sign nobody in whose address must be confirmed first', async () => {
    const { device } = await registered();
    const strict = await auth.startReplica({ PARLEY_EMAIL_VERIFICATION: 'required' });
    const refused = await show(device.get(await requestOptions()), {}, strict);
    expect(refused.json()).toMatchObject({ status: 403, code: 'email_not_verified' });
    expect(refused.headers['set-cookie']).toBeUndefined();
  });

  it('are asked for at most thirty times a minute from one address', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.99' };
    const responses = await Promise.all(Array.from({ length: 35 }, () => people.call('/auth/passkeys/login/options', { headers })));
    expect(responses.filter(({ statusCode }) => statusCode === 429)).toHaveLength(5);
  });

  it('belong to the domain and the origins of the settings', async () => {
    const env = { PARLEY_WEBAUTHN_RP_ID: 'example.test', PARLEY_WEBAUTHN_ORIGINS: 'https://a.example.test, https://b.example.test/' };
    const other = await auth.startReplica(env);
    const ask = await people.call('/auth/passkeys/register/options', { token, body: { password: firstPassword } }, other);
    const options = ask.json<PasskeyCreationOptions>();
    expect(options.rp.id).toBe('example.test');
    const response = createTestAuthenticator().create(options, { origin: 'https://b.example.test' });
    const added = await people.call('/auth/passkeys/register/verify', { token, body: { name: 'Key', response } }, other);
    expect(added.statusCode).toBe(201);
  });
});
