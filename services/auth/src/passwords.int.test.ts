import type { Account } from '@parley/contracts';
import { createLogger } from '@parley/service-kit';
import { eventually } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { liveTokensPerAccount } from './password-reset/reset-token.ts';
import { rebuildAuth } from './rebuild-auth.ts';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';
import { firstPassword, listenTo, mailsTo, resetTokens, sessionOf, testPeople } from './test-person.ts';

const newPassword = 'Battery-Staple-8';

describe('passwords', () => {
  let auth: TestAuth;
  let people: ReturnType<typeof testPeople>;
  let account: Account;
  let addresses = 0;

  beforeAll(async () => {
    auth = await startTestAuth();
    people = testPeople(auth);
  });
  afterAll(() => auth.stop());
  beforeEach(async () => {
    account = await people.register();
  });

  /** Each from an address of its own, unless told otherwise: asking is limited per address. */
  const forgot = (email: string, address = `198.51.100.${++addresses}`) =>
    people.call('/auth/password/forgot', { body: { email }, headers: { 'x-forwarded-for': address } });
  const reset = (token: string, password = newPassword) => people.call('/auth/password/reset', { body: { token, password } });
  const change = (token: string, current_password: string, new_password = newPassword) =>
    people.call('/auth/password/change', { token, body: { current_password, new_password } });
  const canLogIn = async (password: string) => (await people.login(account.email, password)).statusCode === 200;
  const query = async (text: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    const { rows } = await client.query(text, values);
    await client.end();
    return rows;
  };
  const newLink = async () => {
    const before = (await mailsTo(auth, account.email)).filter((text) => text.includes('#token=')).length;
    expect((await forgot(account.email)).statusCode).toBe(202);
    return (await resetTokens(auth, account.email, before + 1)).at(-1) ?? '';
  };

  describe('are changed', () => {
    it('by who knows the current one; the other sessions end, this one goes on', async () => {
      const [mine, other] = [await people.tokens(account.email), await people.tokens(account.email)];
      const signals = await listenTo(auth, account.id);
      expect((await change(mine.access_token, firstPassword)).statusCode).toBe(204);
      expect([await canLogIn(firstPassword), await canLogIn(newPassword)]).toEqual([false, true]);
      expect([await people.me(mine.access_token), await people.refresh(mine.refresh_token)]).toEqual([200, 200]);
      expect([await people.me(other.access_token), await people.refresh(other.refresh_token)]).toEqual([401, 401]);
      const signal = await eventually('the signal arrives', () => signals.received[0]);
      expect(signal).toEqual({ kind: 'session.ended', session_id: sessionOf(other.access_token), reason: 'password_changed' });
      expect(await query(`select data->>'how' as how from events where stream_id = $1 and type = 'PasswordChanged'`, [account.id])).toEqual(
        [{ how: 'changed' }],
      );
      const [notice] = await eventually('the owner is told', async () => {
        const mails = await mailsTo(auth, account.email);
        return mails.length > 0 ? mails : undefined;
      });
      expect(notice).toContain('Subject: Your password was changed');
      await signals.stop();
    });

    it('not with a wrong current one, a weak, a common or no new one, or signed out', async () => {
      const { access_token } = await people.tokens(account.email);
      expect((await change(access_token, 'Wrong-Horse-7')).json()).toMatchObject({
        status: 401,
        code: 'invalid_credentials',
        errors: [{ path: 'body.current_password' }],
      });
      for (const weak of ['alllowercase1', 'Password123', `Aa1${'x'.repeat(126)}`]) {
        const refused = await change(access_token, firstPassword, weak);
        expect(refused.json()).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ path: 'body.new_password' }] });
      }
      expect((await people.call('/auth/password/change', { token: access_token, body: {} })).statusCode).toBe(400);
      expect((await change('x', firstPassword)).statusCode).toBe(401);
      expect(await canLogIn(firstPassword)).toBe(true);
    });

    it('by one of two who try at once', async () => {
      const { access_token } = await people.tokens(account.email);
      const responses = await Promise.all(
        ['Battery-Staple-1', 'Battery-Staple-2'].map((password) => change(access_token, firstPassword, password)),
      );
      expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([204, 401]);
      const winner = responses[0]?.statusCode === 204 ? 'Battery-Staple-1' : 'Battery-Staple-2';
      expect(await canLogIn(winner)).toBe(true);
    });

    it('by nobody who guesses: the limit is per account, from wherever', async () => {
      const limited = await auth.startReplica({ PARLEY_LOGINS_PER_MINUTE: '5' });
      const { access_token } = await people.tokens(account.email);
      const guess = (index: number) =>
        limited.inject({
          method: 'POST',
          url: '/api/v1/auth/password/change',
          headers: { authorization: `Bearer ${access_token}`, 'x-forwarded-for': `203.0.113.${index}` },
          payload: { current_password: 'Wrong-Horse-7', new_password: newPassword },
        });
      const statuses = (await Promise.all(Array.from({ length: 8 }, (_, index) => guess(index)))).map(({ statusCode }) => statusCode);
      expect(statuses.filter((status) => status === 401)).toHaveLength(5);
      expect(statuses.filter((status) => status === 429)).toHaveLength(3);
    });

    it('and make links that are on their way void', async () => {
      const link = await newLink();
      const { access_token } = await people.tokens(account.email);
      expect((await change(access_token, firstPassword)).statusCode).toBe(204);
      expect((await reset(link)).json()).toMatchObject({ code: 'reset_token_invalid' });
    });
  });

  describe('that were forgotten', () => {
    it('are chosen anew with the link, which is mailed; all sessions end and none starts', async () => {
      const before = await people.tokens(account.email);
      const signals = await listenTo(auth, account.id);
      // However it is spelt, the mail goes to the address that the account has.
      expect((await forgot(account.email.toUpperCase())).statusCode).toBe(202);
      const [token = ''] = await resetTokens(auth, account.email, 1);
      const [mail] = await mailsTo(auth, account.email);
      expect(mail).toContain(`https://chat.example.test/reset#token=${token}\n`);
      const response = await reset(token);
      expect([response.statusCode, response.body]).toEqual([204, '']);
      expect(String(response.headers['set-cookie'])).toContain('parley_refresh=;');
      expect([await canLogIn(firstPassword), await canLogIn(newPassword)]).toEqual([false, true]);
      expect([await people.me(before.access_token), await people.refresh(before.refresh_token)]).toEqual([401, 401]);
      const signal = await eventually('the signal arrives', () => signals.received[0]);
      expect(signal).toEqual({ kind: 'session.ended', session_id: sessionOf(before.access_token), reason: 'password_changed' });
      await signals.stop();
    });

    it('are answered alike for known and unknown addresses, in the same time', async () => {
      const visible = (response: Awaited<ReturnType<typeof forgot>>) => {
        const { date: _date, traceparent: _trace, 'x-request-id': _id, ...headers } = response.headers;
        return { status: response.statusCode, body: response.body, headers };
      };
      const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
      for (let round = 0; round < 30; round++) {
        for (const kind of ['known', 'unknown'] as const) {
          const start = performance.now();
          const response = await forgot(kind === 'known' ? account.email : `nobody${round}@example.org`);
          times[kind].push(performance.now() - start);
          expect(visible(response)).toEqual({ status: 202, body: '', headers: visible(response).headers });
        }
      }
      expect(visible(await forgot(account.email))).toEqual(visible(await forgot('nobody@example.org')));
      const median = (values: number[]) => values.sort((left, right) => left - right)[15] ?? 0;
      const ratio = median(times.known) / median(times.unknown);
      expect(ratio).toBeGreaterThan(0.4);
      expect(ratio).toBeLessThan(2.5);
    });

    it('bring nothing to an address that nobody has', async () => {
      await forgot('nobody@example.org');
      await eventually('it was dealt with', async () => ((await query('select 1 from mails_due')).length === 0 ? true : undefined));
      expect(await mailsTo(auth, 'nobody@example.org')).toEqual([]);
    });

    it('do not fill a mailbox, and asking again does not spoil the link before', async () => {
      const first = await newLink();
      for (let count = 1; count < liveTokensPerAccount + 3; count++) await forgot(account.email);
      await eventually('all was dealt with', async () => ((await query('select 1 from mails_due')).length === 0 ? true : undefined));
      expect(await mailsTo(auth, account.email)).toHaveLength(liveTokensPerAccount);
      expect((await reset(first)).statusCode).toBe(204);
      expect(await query('select 1 from password_resets where user_id = $1', [account.id])).toEqual([]);
    });

    it('can be asked for five times a minute from one address', async () => {
      const statuses: number[] = [];
      for (let count = 0; count < 7; count++) statuses.push((await forgot(`nobody${count}@example.org`, '203.0.113.200')).statusCode);
      expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429]);
      expect((await forgot('nobody@example.org', '203.0.113.201')).statusCode).toBe(202);
      expect((await forgot('not an address')).json()).toMatchObject({ status: 400, code: 'validation_failed' });
    });

    it.each([
      ['that is nonsense', 'nonsense'],
      ['that was never sent', 'A'.repeat(43)],
    ])('are not chosen anew with a link %s', async (_name, token) => {
      expect((await reset(token)).json()).toMatchObject({ status: 400, code: 'reset_token_invalid' });
    });

    it('are not chosen anew with a link that was used', async () => {
      const token = await newLink();
      expect((await reset(token)).statusCode).toBe(204);
      expect((await reset(token, 'Battery-Staple-9')).json()).toMatchObject({ status: 400, code: 'reset_token_invalid' });
      expect(await canLogIn(newPassword)).toBe(true);
    });

    it('are not chosen anew after an hour', async () => {
      const token = await newLink();
      auth.clock.advance(60 * 60_000 + 1);
      expect((await reset(token)).json()).toMatchObject({ status: 400, code: 'reset_token_invalid' });
      expect(await canLogIn(firstPassword)).toBe(true);
    });

    it('are not replaced by a common one; the link is still good', async () => {
      const token = await newLink();
      expect((await reset(token, 'Qwerty123')).json()).toMatchObject({ code: 'validation_failed', errors: [{ path: 'body.password' }] });
      expect((await reset(token, 'weakweak1')).json()).toMatchObject({ code: 'validation_failed', errors: [{ path: 'body.password' }] });
      expect((await reset(token)).statusCode).toBe(204);
    });

    it('are chosen by one of many who use a link at once, on two replicas', async () => {
      const token = await newLink();
      const other = await auth.startReplica();
      const attempt = (index: number) =>
        (index % 2 ? auth.app : other).inject({
          method: 'POST',
          url: '/api/v1/auth/password/reset',
          payload: { token, password: `Battery-Staple-${index}` },
        });
      const responses = await Promise.all([1, 2, 3, 4, 5, 6].map(attempt));
      expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([204, 400, 400, 400, 400, 400]);
      const winner = responses.findIndex(({ statusCode }) => statusCode === 204) + 1;
      expect(await canLogIn(`Battery-Staple-${winner}`)).toBe(true);
    });

    it('let nobody in who logs in with the old one at the same moment', async () => {
      for (let round = 0; round < 5; round++) {
        const [old, next] = [round === 0 ? firstPassword : `Battery-Staple-${round}`, `Battery-Staple-${round + 1}`];
        const token = await newLink();
        const [response, ...logins] = await Promise.all([
          reset(token, next),
          ...Array.from({ length: 4 }, () => people.login(account.email, old)),
        ]);
        expect(response.statusCode).toBe(204);
        for (const login of logins) {
          if (login.statusCode === 200) expect(await people.me(login.json().access_token)).toBe(401);
          else expect(login.json()).toMatchObject({ code: 'invalid_credentials' });
        }
      }
    });
  });

  it('and links are kept as hashes, and are in no log', async () => {
    const token = await newLink();
    const rows = await query('select encode(token_hash, $1) as hash from password_resets where user_id = $2', ['hex', account.id]);
    expect(rows).toHaveLength(1);
    for (const table of ['password_resets', 'mails_due', 'events', 'credentials']) {
      expect(JSON.stringify(await query(`select ${table}::text as row from ${table}`))).not.toContain(token);
    }
    const logs = auth.logs.join('');
    expect(logs).toContain(auth.outbox);
    expect(logs).not.toMatch(new RegExp(`${token}|example\\.org|Staple|choose one here`, 'i'));
  });

  it('leave a log of events that accounts and sessions can be built from', async () => {
    const log = createLogger({ service: 'test', level: 'silent' });
    expect(await rebuildAuth({ ownerUrl: auth.database.ownerUrl, swap: true, log })).toMatchObject({ identical: true });
  });
});
