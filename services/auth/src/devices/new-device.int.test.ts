import type { Account } from '@parley/contracts';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestAuth, type TestAuth } from '../start-test-auth.ts';
import { firstPassword, mailWithSubject, securityNotices, testPeople } from '../test-person.ts';

describe('a new device', () => {
  let auth: TestAuth;
  let people: ReturnType<typeof testPeople>;
  let account: Account;

  beforeAll(async () => {
    auth = await startTestAuth();
    people = testPeople(auth);
  });
  afterAll(() => auth.stop());
  beforeEach(async () => {
    account = await people.register();
  });

  const loginFrom = (address: string, userAgent: string) =>
    people.login(account.email, firstPassword, { 'x-forwarded-for': address, 'user-agent': userAgent });
  const notices = () => securityNotices(auth, account.id);

  it('is told of when somebody signs in with it or from elsewhere, but not the first of all, nor one that is known', async () => {
    await loginFrom('203.0.113.1', 'Firefox');
    await loginFrom('203.0.113.1', 'Firefox');
    expect(await notices()).toEqual([]);
    await loginFrom('203.0.113.1', 'Chromium');
    expect(await notices()).toEqual(['new_device']);
    await loginFrom('203.0.113.2', 'Firefox');
    expect(await notices()).toEqual(['new_device', 'new_device']);
    await loginFrom('203.0.113.1', 'Chromium');
    await loginFrom('203.0.113.2', 'Firefox');
    expect(await notices()).toHaveLength(2);
    const mail = await mailWithSubject(auth, account.email, 'A new device signed in');
    expect(mail).toContain('https://chat.example.test/settings/security');
    expect(mail).toMatch(/It calls itself Chromium\. It was on \d+ \w+ \d{4} at \d\d:\d\d UTC\./);
    expect(mail).not.toContain('203.0.113');
  });

  it('is told of once when two sign in from there at the same moment', async () => {
    await loginFrom('203.0.113.1', 'Firefox');
    await Promise.all(Array.from({ length: 5 }, () => loginFrom('203.0.113.9', 'Firefox')));
    expect(await notices()).toEqual(['new_device']);
  });

  it('is not told of when the password was wrong', async () => {
    await loginFrom('203.0.113.1', 'Firefox');
    await people.login(account.email, 'Wrong-Horse-7', { 'x-forwarded-for': '203.0.113.9' });
    expect(await notices()).toEqual([]);
  });

  it('is the same within one customer’s IPv6 addresses', async () => {
    await loginFrom('2001:db8:1:2::7', 'Firefox');
    await loginFrom('2001:db8:1:2:aaaa::9', 'Firefox');
    expect(await notices()).toEqual([]);
    await loginFrom('2001:db8:1:3::7', 'Firefox');
    expect(await notices()).toEqual(['new_device']);
  });

  it('is known by its cookie wherever it goes', async () => {
    const { headers } = await loginFrom('203.0.113.1', 'Firefox');
    const cookie = String(headers['set-cookie']).match(/parley_device=[\w-]+/)?.[0] ?? '';
    const moved = { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'Firefox 2', cookie };
    expect((await people.login(account.email, firstPassword, moved)).statusCode).toBe(200);
    expect(await notices()).toEqual([]);
  });

  it('is told of even when what was known has been forgotten long ago', async () => {
    await loginFrom('203.0.113.1', 'Firefox');
    auth.clock.advance(200 * 86_400_000);
    await loginFrom('203.0.113.1', 'Firefox');
    expect(await notices()).toEqual(['new_device']);
  });

  it('is remembered by hashes, and a person’s latest are', async () => {
    await loginFrom('203.0.113.1', 'Firefox');
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    const insert = `insert into known_devices select $1, sha256(n::text::bytea), now() - interval '1 day' from generate_series(1, 400) as n`;
    await client.query(insert, [account.id]);
    await loginFrom('203.0.113.2', 'Firefox');
    const { rows } = await client.query('select known_devices::text as row from known_devices where user_id = $1', [account.id]);
    await client.end();
    expect(rows).toHaveLength(300);
    expect(JSON.stringify(rows)).not.toMatch(/Firefox|203\.0/);
    await loginFrom('203.0.113.1', 'Firefox');
    expect(await notices()).toEqual(['new_device']);
  });

  it('leaves a changed password to a notice of its own', async () => {
    const { access_token: token } = await people.tokens(account.email);
    const body = { current_password: firstPassword, new_password: 'Battery-Staple-8' };
    await people.call('/auth/password/change', { token, body });
    expect(await notices()).toEqual(['password_changed']);
    await mailWithSubject(auth, account.email, 'Your password was changed');
  });
});
