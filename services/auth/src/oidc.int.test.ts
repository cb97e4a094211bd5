import type { Account, IdentityProviderList, LinkedIdentityList, LinkIdentityResult, Problem, Tokens } from '@parley/contracts';
import { startTestOidcProvider, type TestOidcProvider } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { flowCookieOf, locationOf, type ProviderAnswer, providerHome, providerSignIn } from './oidc/test-provider-sign-in.ts';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';
import { firstPassword, resetTokens, sessionOf, testPeople } from './test-person.ts';

const callbackOf = (id: string) => `${providerHome}/api/v1/auth/oidc/${id}/callback`;

describe('signing in with a provider', () => {
  let auth: TestAuth;
  let people: ReturnType<typeof testPeople>;
  let good: TestOidcProvider;
  let evil: TestOidcProvider;
  let subjects = 0;

  beforeAll(async () => {
    good = await startTestOidcProvider([callbackOf('good')]);
    evil = await startTestOidcProvider([callbackOf('evil')]);
    const settings = ({ issuer, clientId, clientSecret }: TestOidcProvider, id: string) => ({
      id,
      name: id.toUpperCase(),
      issuer,
      client_id: clientId,
      client_secret: clientSecret,
    });
    const away = { id: 'away', name: 'Away', issuer: 'http://127.0.0.1:9/', client_id: 'x', client_secret: 'y' };
    const providers = JSON.stringify([settings(good, 'good'), settings(evil, 'evil'), away]);
    auth = await startTestAuth({ PARLEY_OIDC_PROVIDERS: providers });
    people = testPeople(auth);
  });
  afterAll(async () => {
    await auth.stop();
    await Promise.all([good.stop(), evil.stop()]);
  });
  beforeEach(() => {
    subjects += 1;
    const email = `somebody${subjects}@example.net`;
    good.person = {
      sub: `s${subjects}`,
      email,
      email_verified: true,
      name: `Some Body ${subjects}`,
      preferred_username: `some.body${subjects}`,
    };
  });

  const { get, begin, comeBack, signIn } = providerSignIn((...sent) => people.call(...sent));
  async function accountAfter(response: ProviderAnswer): Promise<Account & { token: string }> {
    expect(locationOf(response)).toMatch(/#signed-in$/);
    const refresh = response.cookies.find(({ name }) => name === 'parley_refresh')?.value;
    const refreshed = await people.call('/auth/refresh', {
      headers: { cookie: `parley_refresh=${refresh}`, 'sec-fetch-site': 'same-origin' },
    });
    const { access_token: token } = refreshed.json<Tokens>();
    return { ...(await people.call('/users/me', { method: 'GET', token })).json<Account>(), token };
  }
  async function query(text: string, values: unknown[] = []) {
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    const { rows } = await client.query(text, values);
    await client.end();
    return rows;
  }

  it('is offered by name, without secrets', async () => {
    const response = await get('/auth/oidc/providers');
    expect(response.json<IdentityProviderList>().items).toEqual([
      { id: 'good', name: 'GOOD' },
      { id: 'evil', name: 'EVIL' },
      { id: 'away', name: 'Away' },
    ]);
  });

  it('begins with PKCE, state and nonce, and a cookie that only this browser has', async () => {
    const { response, url } = await begin('good', '?return_to=/chat/abc');
    expect(response.statusCode).toBe(302);
    const asked = new URL(url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
      redirect_uri: callbackOf('good'),
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect(String(response.headers['set-cookie'])).toMatch(/Path=\/api\/v1\/auth\/oidc; HttpOnly; SameSite=Lax/);
  });

  it('opens a new account, with a name that is free, and the same one the next time', async () => {
    await people.call('/auth/register', {
      body: { email: `taken${subjects}@example.org`, username: `some_body${subjects}`, display_name: 'X', password: firstPassword },
    });
    const first = await accountAfter(await signIn('good', '?return_to=/chat/abc%3Fx=1&remember_me=true'));
    expect(first).toMatchObject({ email: good.person?.email, username: `some_body${subjects}_2`, display_name: `Some Body ${subjects}` });
    if (good.person) good.person = { ...good.person, email: `moved${subjects}@example.net` };
    const again = await signIn();
    expect(locationOf(again)).toBe('/chat#signed-in');
    expect(await accountAfter(again)).toMatchObject({ id: first.id, email: first.email });
    const [session] = await query('select expires_at - started_at as lives from sessions where session_id = $1', [sessionOf(first.token)]);
    expect(session.lives).toMatchObject({ days: 30 });
  });

  it('at the same moment in two tabs opens one account', async () => {
    const flows = await Promise.all([begin(), begin()]);
    const callbacks = await Promise.all(flows.map(({ url }) => comeBack(url)));
    const responses = await Promise.all(callbacks.map((path, index) => get(path, { cookie: flows[index]?.cookie ?? '' })));
    const ids = await Promise.all(responses.map(async (response) => (await accountAfter(response)).id));
    expect(new Set(ids).size).toBe(1);
  });

  it('joins the account whose owner has proven the address, regardless of case', async () => {
    const account = await people.register();
    await people.call('/auth/password/forgot', { body: { email: account.email } });
    const [token] = await resetTokens(auth, account.email, 1);
    await people.call('/auth/password/reset', { body: { token, password: 'Battery-Staple-8' } });
    if (good.person) good.person = { ...good.person, email: account.email.toUpperCase() };
    expect((await accountAfter(await signIn())).id).toBe(account.id);
    expect((await people.login(account.email, 'Battery-Staple-8')).statusCode).toBe(200);
  });

  it('does not take over an account whose address was never proven, nor lets its maker into the owner’s', async () => {
    const account = await people.register();
    if (good.person) good.person = { ...good.person, email: account.email };
    expect(locationOf(await signIn())).toBe('/login?problem=account_unverified');
    expect(await query('select 1 from linked_identities where user_id = $1', [account.id])).toEqual([]);
  });

  it.each([
    ['says the address is not verified', { email_verified: false }],
    ['does not say whether it is', { email_verified: undefined }],
    ['knows no address', { email: undefined }],
    ['says something that is no address', { email: 'admin' }],
    ['says "true" in words', { email_verified: 'true' }],
  ])('opens nothing when the provider %s', async (_name, claims) => {
    if (good.person) good.person = { ...good.person, ...claims };
    const response = await signIn();
    expect(locationOf(response)).toBe('/login?problem=email_unverified');
    expect(String(response.headers['set-cookie'])).not.toContain('parley_refresh');
  });

  it('is refused when they say no, or the provider is away', async () => {
    good.person = undefined;
    expect(locationOf(await signIn())).toBe('/login?problem=cancelled');
    expect((await begin('away')).url).toBe('/login?problem=unavailable');
    expect((await begin('nobody')).response.json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('is refused with another state, in another browser, and the second time', async () => {
    const { cookie, url } = await begin();
    const path = await comeBack(url);
    const refused = '/login?problem=expired';
    expect(locationOf(await get(path.replace(/state=[\w-]+/, `state=${'A'.repeat(43)}`), { cookie }))).toBe(refused);
    expect(locationOf(await get(path.replace(/state=[\w-]+&?/, ''), { cookie }))).toBe(refused);
    expect(locationOf(await get(path, { cookie }))).toMatch(/signed-in/);
    expect(locationOf(await get(path, { cookie }))).toBe(refused);
    const other = await begin();
    const lured = await comeBack(other.url);
    expect(locationOf(await get(lured))).toBe(refused);
    expect(locationOf(await get(lured, { cookie }))).toBe(refused);
    // Nor have they spoilt it for the browser that began.
    expect(locationOf(await get(lured, { cookie: other.cookie }))).toMatch(/signed-in/);
  });

  it('is refused with a code of somebody else’s flow: it is bound to the verifier', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const [back, stolen] = [await comeBack(mine.url), await comeBack(theirs.url)];
    const code = new URLSearchParams(stolen.split('?')[1]).get('code');
    const mixed = back.replace(/code=[\w-]+/, `code=${code}`);
    expect(locationOf(await get(mixed, { cookie: mine.cookie }))).toBe('/login?problem=failed');
  });

  it('is refused when one provider answers for another', async () => {
    evil.person = good.person;
    const atGood = await begin('good');
    const good_state = new URL(atGood.url).searchParams.get('state') ?? '';
    const atEvil = await begin('evil');
    const back = await comeBack(atEvil.url);
    // The evil provider's code at the good one's address, with the state that was meant for it.
    const crossed = back.replace('/evil/', '/good/').replace(/state=[\w-]+/, `state=${good_state}`);
    expect(locationOf(await get(crossed, { cookie: atGood.cookie }))).toBe('/login?problem=failed');
    const wrongPlace = await begin('good');
    const path = (await comeBack(wrongPlace.url)).replace('/good/', '/evil/');
    expect(locationOf(await get(path, { cookie: wrongPlace.cookie }))).toBe('/login?problem=expired');
    // The same subject of another issuer is somebody else.
    await accountAfter(await signIn('good'));
    if (evil.person) evil.person = { ...evil.person, email: `other${subjects}@example.net` };
    const [mine, other] = [await accountAfter(await signIn('good')), await accountAfter(await signIn('evil'))];
    expect(other.id).not.toBe(mine.id);
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/api/v1/auth/logout', '/a\nb', ''])(
    'leads back to pages of this site only, not to %j',
    async (path) => {
      const response = await get(`/auth/oidc/good/start?return_to=${encodeURIComponent(path)}`);
      expect(response.json<Problem>()).toMatchObject({ status: 400, code: 'validation_failed' });
    },
  );

  it('is connected to an account by who is signed in, listed, and taken away again, but never the last way in', async () => {
    const account = await people.register();
    const { access_token: token } = await people.tokens(account.email);
    const link = await people.call('/auth/oidc/good/link', { token, body: { return_to: '/settings' } });
    const connected = await get(await comeBack(link.json<LinkIdentityResult>().url), { cookie: flowCookieOf(link) });
    expect(locationOf(connected)).toBe('/settings');
    const list = async (by: string) =>
      (await people.call('/auth/identities', { method: 'GET', token: by })).json<LinkedIdentityList>().items;
    expect(await list(token)).toEqual([
      { provider: 'good', name: 'GOOD', linked_at: expect.any(String), last_used_at: expect.any(String) },
    ]);
    expect((await accountAfter(await signIn())).id).toBe(account.id);

    const other = await people.tokens((await people.register()).email);
    const again = await people.call('/auth/oidc/good/link', { token: other.access_token });
    expect(locationOf(await get(await comeBack(again.json<LinkIdentityResult>().url), { cookie: flowCookieOf(again) }))).toBe(
      '/login?problem=already_linked',
    );

    const unlink = (by: string, provider = 'good') => people.call(`/auth/identities/${provider}`, { method: 'DELETE', token: by });
    expect((await unlink(other.access_token)).statusCode).toBe(404);
    expect((await unlink(token)).statusCode).toBe(204);
    expect(await list(token)).toEqual([]);
    const types = await query(`select type from events where stream_id = $1 and type like 'Identity%' order by version`, [account.id]);
    expect(types.map(({ type }) => type)).toEqual(['IdentityLinked', 'IdentityUnlinked']);

    const only = await accountAfter(await signIn());
    expect((await unlink(only.token)).json()).toMatchObject({ status: 409, code: 'conflict' });
    await people.call('/auth/password/forgot', { body: { email: only.email } });
    const [reset] = await resetTokens(auth, only.email, 1);
    expect((await people.call('/auth/password/reset', { body: { token: reset, password: firstPassword } })).statusCode).toBe(204);
    const { access_token } = (await people.login(only.email)).json<Tokens>();
    expect((await unlink(access_token)).statusCode).toBe(204);
  });

  it('connects nothing for a session that has ended meanwhile', async () => {
    const account = await people.register();
    const { access_token: token } = await people.tokens(account.email);
    const link = await people.call('/auth/oidc/good/link', { token });
    await people.call('/auth/logout', { token });
    const back = await get(await comeBack(link.json<LinkIdentityResult>().url), { cookie: flowCookieOf(link) });
    expect(locationOf(back)).toBe('/login?problem=expired');
    expect((await people.call('/auth/oidc/good/link')).json()).toMatchObject({ status: 401 });
  });

  it('writes no code, state, secret or subject into a log or an event', async () => {
    const { cookie, url } = await begin();
    const path = await comeBack(url);
    await get(path, { cookie });
    const parameters = new URLSearchParams(path.split('?')[1]);
    const events = JSON.stringify(await query('select data from events'));
    const secrets = [parameters.get('code'), parameters.get('state'), good.clientSecret, cookie.split('=')[1]];
    for (const secret of secrets) expect(auth.logs.join('')).not.toContain(secret);
    expect(events).not.toContain(`"s${subjects}"`);
  });
});
