import { stat } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createLogger } from '@parley/service-kit';
import { eventually } from '@parley/testing';
import pg from 'pg';
import { register } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestAuth, type TestAuth } from '../start-test-auth.ts';
import { mailsTo, resetTokens, testPeople } from '../test-person.ts';
import { retryAfterMs } from './mail-queue.ts';
import { createMailer } from './mailer.ts';

type MailServer = { url: string; received: string[]; refuse: boolean; close(): Promise<void> };

/** As much of RFC 5321 as a client needs to be rid of a mail. */
async function startMailServer(): Promise<MailServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server: MailServer = { url: '', received, refuse: false, close: async () => undefined };
  const listener = createServer((socket) => {
    sockets.add(socket);
    let data: string | undefined;
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('utf8').split('\r\n').slice(0, -1)) {
        if (data !== undefined && line !== '.') data += `${line}\n`;
        else if (data !== undefined) {
          received.push(data);
          data = undefined;
          socket.write('250 ok\r\n');
        } else if (line.startsWith('RCPT') && server.refuse) socket.write(`451 <${line.slice(9)}> try again later\r\n`);
        else if (line === 'DATA') {
          data = '';
          socket.write('354 go on\r\n');
        } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  if (!address || typeof address === 'string') throw new Error('not listening');
  server.url = `smtp://127.0.0.1:${address.port}`;
  server.close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => listener.close(resolve));
  };
  return server;
}

describe('mail', () => {
  const undo: Array<() => Promise<unknown>> = [];
  afterEach(async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  });

  async function start(env: Record<string, string> = {}) {
    const auth = await startTestAuth(env);
    undo.push(auth.stop);
    const people = testPeople(auth);
    const { email } = await people.register();
    const forgot = async () => (await people.call('/auth/password/forgot', { body: { email } })).statusCode;
    return { auth, people, email, forgot };
  }

  async function waiting(auth: TestAuth): Promise<Array<{ attempts: number }>> {
    const client = new pg.Client({ connectionString: auth.database.url });
    await client.connect();
    const { rows } = await client.query('select attempts from mails_due');
    await client.end();
    return rows;
  }

  it('goes into a folder that only its owner can read, while there is no mail server', async () => {
    const { auth, email, forgot } = await start();
    expect(await forgot()).toBe(202);
    const [token = ''] = await resetTokens(auth, email, 1);
    const path = /"path":"([^"]+\.txt)"/.exec(auth.logs.join(''))?.[1] ?? '';
    expect(path.startsWith(join(auth.outbox, '2'))).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(path.replace(/txt$/, 'html'))).mode & 0o777).toBe(0o600);
    expect(auth.logs.join('')).not.toContain(token);
  });

  it('goes to the mail server, as text and as HTML', async () => {
    const server = await startMailServer();
    undo.push(server.close);
    const { auth, people, email, forgot } = await start({ PARLEY_SMTP_URL: server.url, PARLEY_MAIL_FROM: 'Chat <chat@example.test>' });
    expect(await forgot()).toBe(202);
    const mail = await eventually('the mail arrives', () => server.received[0]);
    expect(mail).toContain('From: Chat <chat@example.test>');
    expect(mail).toContain(`To: ${email}`);
    expect(mail).toContain('Content-Type: text/plain');
    expect(mail).toContain('Content-Type: text/html');
    expect(await mailsTo(auth, email)).toEqual([]);
    const decoded = mail.replace(/=\n/g, '').replace(/=3D/g, '=');
    const token = /#token=([\w-]{43})/.exec(decoded)?.[1] ?? '';
    expect((await people.call('/auth/password/reset', { body: { token, password: 'Battery-Staple-8' } })).statusCode).toBe(204);
  });

  it('is tried again when the server refuses it, with the request long answered', async () => {
    const server = await startMailServer();
    undo.push(server.close);
    server.refuse = true;
    const { auth, email, forgot } = await start({ PARLEY_SMTP_URL: server.url });
    expect(await forgot()).toBe(202);
    await eventually('the first try failed', () => auth.logs.find((line) => line.includes('will be tried again')));
    expect(await waiting(auth)).toEqual([{ attempts: 1 }]);
    server.refuse = false;
    auth.clock.advance(retryAfterMs[0] + 1);
    await eventually('the mail arrives', () => server.received[0]);
    await eventually('nothing waits', async () => ((await waiting(auth)).length === 0 ? true : undefined));
    expect(server.received).toHaveLength(1);
    expect(auth.logs.join('').toLowerCase()).not.toContain(email.toLowerCase());
  });

  it('is given up in the end, which the metric and the log tell', async () => {
    const { auth, email, forgot } = await start({ PARLEY_SMTP_URL: 'smtp://127.0.0.1:1' });
    expect(await forgot()).toBe(202);
    for (let attempt = 1; attempt <= retryAfterMs.length; attempt++) {
      await eventually(`try ${attempt} failed`, async () => ((await waiting(auth))[0]?.attempts === attempt ? true : undefined));
      auth.clock.advance(retryAfterMs.at(-1) ?? 0);
    }
    const line = await eventually('it is given up', () => auth.logs.find((text) => text.includes('was given up')));
    expect(line).toContain('"level":"error"');
    expect(await waiting(auth)).toEqual([]);
    expect(await register.metrics()).toMatch(/parley_mails_total\{kind="password_reset",outcome="lost"[^}]*\} [1-9]/);
    expect(auth.logs.join('').toLowerCase()).not.toContain(email.toLowerCase());
  });

  it('cannot be written into a folder that is a file, and says no more than why', async () => {
    const mailer = createMailer({ from: 'a@b.test', outbox: '/dev/null/x', log: createLogger({ service: 'test', level: 'silent' }) });
    const sent = mailer.send({ to: 'ada@example.org', subject: 's', text: 't', html: 'h' });
    await expect(sent).rejects.toMatchObject({ name: 'MailError', code: 'ENOTDIR', message: 'the mail could not be handed over' });
  });
});
