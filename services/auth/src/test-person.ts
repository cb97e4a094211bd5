import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, type LoginResult, type SessionId, sessionIdSchema, subjects, type UserSignal } from '@parley/contracts';
import { connectNats } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import { eventually } from '@parley/testing';
import { decodeJwt } from 'jose';
import pg from 'pg';
import { parseAccountEvent } from './domain/stored-auth-event.ts';
import { toPublishedEvent } from './publish/to-published.ts';
import type { TestAuth } from './start-test-auth.ts';

export const firstPassword = 'Correct-Horse-7';

type Sent = { method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'; token?: string; body?: object; headers?: Record<string, string> };

/** What tests do over and over with an account. */
export function testPeople(auth: TestAuth) {
  let people = 0;
  const call = (path: string, { method = 'POST', token, body, headers = {} }: Sent = {}, app = auth.app) =>
    app.inject({
      method,
      url: `/api/v1${path}`,
      ...(body ? { payload: body } : {}),
      headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    });
  return {
    call,
    async register(): Promise<Account> {
      people += 1;
      const username = `person${people}`;
      const body = { email: `Person${people}@example.org`, username, display_name: username, password: firstPassword };
      return (await call('/auth/register', { body })).json<Account>();
    },
    login: (email: string, password = firstPassword, headers = {}) => call('/auth/login', { body: { email, password }, headers }),
    async tokens(email: string, password = firstPassword): Promise<LoginResult> {
      return (await call('/auth/login', { body: { email, password } })).json<LoginResult>();
    },
    /** 200 as long as the session may be used. */
    me: async (token: string) => (await call('/users/me', { method: 'GET', token })).statusCode,
    refresh: async (token: string) => (await call('/auth/refresh', { body: { refresh_token: token } })).statusCode,
  };
}

export function sessionOf(accessToken: string): SessionId {
  return sessionIdSchema.parse(decodeJwt(accessToken).sid);
}

/** What gateways are told about a person from here on. */
export async function listenTo(auth: TestAuth, userId: string) {
  const nats = await connectNats({ url: auth.nats.url, name: 'test', log: createLogger({ service: 'test', level: 'silent' }) });
  const received: UserSignal[] = [];
  nats.nc.subscribe(subjects.user(userId), { callback: (_error, message) => void received.push(message.json<UserSignal>()) });
  await nats.flush();
  return { received, stop: nats.close };
}

/** Mails in the outbox for an address, the oldest first. */
export async function mailsTo(auth: TestAuth, address: string): Promise<string[]> {
  const names = (await readdir(auth.outbox)).filter((name) => name.endsWith('.txt')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(auth.outbox, name), 'utf8')));
  return texts.filter((text) => text.includes(`\nTo: ${address}\n`));
}

/** The tokens of the links that came so far, once there are as many. */
export function resetTokens(auth: TestAuth, address: string, count: number): Promise<string[]> {
  return eventually(`${count} links have come`, async () => {
    const tokens = (await mailsTo(auth, address)).flatMap((text) => /\/reset#token=([\w-]+)/.exec(text)?.[1] ?? []);
    return tokens.length >= count ? tokens : undefined;
  });
}

/** As `resetTokens`, of links that confirm the address. */
export function verificationTokens(auth: TestAuth, address: string, count: number): Promise<string[]> {
  return eventually(`${count} links have come`, async () => {
    const tokens = (await mailsTo(auth, address)).flatMap((text) => /\/verify#token=([\w-]+)/.exec(text)?.[1] ?? []);
    return tokens.length >= count ? tokens : undefined;
  });
}

/** Once a mail with this subject has come to the address. */
export function mailWithSubject(auth: TestAuth, address: string, subject: string): Promise<string> {
  return eventually(`“${subject}” has come`, async () =>
    (await mailsTo(auth, address)).find((text) => text.includes(`\nSubject: ${subject} · Parley\n`)),
  );
}

/** What other services are told of a person's security, from the beginning. */
export async function securityNotices(auth: TestAuth, userId: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: auth.database.url });
  await client.connect();
  const { rows } = await client.query('select type, schema_version, data from events where stream_id = $1 order by version', [userId]);
  await client.end();
  return rows
    .map((row) => parseAccountEvent({ type: row.type, schemaVersion: row.schema_version, data: row.data }))
    .flatMap((event) => {
      const published = toPublishedEvent(userId, event);
      return published?.type === 'user.security_notice' ? [published.data.kind] : [];
    });
}
