import { randomUUID } from 'node:crypto';
import { memoryPersistence } from '@parley/client';
import { startNewEpoch } from '@parley/event-store';
import { eventually, mustCallApi, registerUser, type Stack, startStack, testPostgres } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSettledGroup } from './src/settled-group.ts';
import { joinAsTalker, type Talker } from './src/traffic.ts';

let stack: Stack;
let talkers: Talker[];
let roomId: string;

beforeAll(async () => {
  stack = await startStack();
  const [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
  roomId = (await createSettledGroup(stack, ada, [grace], 'Engine room')).id;
  talkers = await Promise.all([ada, grace].map((user) => joinAsTalker(stack.url, user, { persistence: memoryPersistence(), cache: true })));
});
afterAll(async () => {
  await Promise.all(talkers.map((talker) => talker.close()));
  await stack.stop();
});

/** Runs statements on the database server while `messages`, the only one at its database, is down. */
async function whileMessagesIsDown(statements: (name: string) => readonly string[], then?: () => Promise<unknown>): Promise<void> {
  await stack.kill('messages');
  const admin = new pg.Client({ connectionString: testPostgres() });
  await admin.connect();
  try {
    const name = new URL(stack.databases.messages.ownerUrl).pathname.slice(1);
    // What the killed process was connected to ends a moment later.
    await eventually('nobody is connected', async () => {
      const { rows } = await admin.query('select from pg_stat_activity where datname = $1', [name]);
      return rows.length === 0 || undefined;
    });
    for (const statement of statements(name)) await admin.query(statement);
  } finally {
    await admin.end();
  }
  await then?.();
  await stack.restart('messages');
}

const say = (content: string) => talkers[0]?.chat.send(roomId, content, { clientId: randomUUID() });
const seqsShown = () => talkers.map(({ chat }) => chat.rooms.getSnapshot().get(roomId)?.seq);
const everybodyAt = (seq: number | undefined) =>
  eventually(`everybody is at ${seq}`, () => seqsShown().every((shown) => shown === seq) || undefined, 20_000);

describe('a backup that is restored under living gateways', () => {
  it('closes every socket, and clients start afresh by themselves: nothing of what is gone stays on a screen', async () => {
    const kept = await say('kept');
    await everybodyAt(kept?.seq);
    await whileMessagesIsDown((name) => [`create database ${name}_backup template ${name} owner ${name}_owner`]);
    await say('lost with the disk');
    const lost = await say('this one too');
    await everybodyAt(lost?.seq);
    const resets: string[] = [];
    for (const { chat } of talkers) chat.on('reset', (event) => resets.push(event.roomId));

    await whileMessagesIsDown(
      (name) => [`drop database ${name} with (force)`, `alter database ${name}_backup rename to ${name}`],
      () => startNewEpoch(stack.databases.messages.ownerUrl),
    );
    await everybodyAt(kept?.seq);
    expect(resets).toEqual(talkers.map(() => roomId));

    const next = await say('after the restore');
    expect(next?.seq).toBe((kept?.seq ?? 0) + 1);
    await everybodyAt(next?.seq);
    for (const { chat, user } of talkers) {
      await chat.loadOlder(roomId);
      const lines = chat.rooms.getSnapshot().get(roomId)?.timeline ?? [];
      const texts = lines.flatMap((line) => (line.kind === 'message' ? [line.message.content] : []));
      expect(texts).toEqual(['kept', 'after the restore']);
      const { messages } = await mustCallApi<{ messages: unknown[] }>(stack.url, `/rooms/${roomId}/messages`, { token: user.accessToken });
      expect(messages.length).toBe(lines.length);
    }
  });
});
