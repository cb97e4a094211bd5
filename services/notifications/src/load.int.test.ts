import { type NotificationList, type RoomSummary, roomIdSchema, sendBatchRpc, userIdSchema } from '@parley/contracts';
import { connectNats, type Nats, requestRpc } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import { createRoom, eventually, mustCallApi, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

const memberCount = 1_000;
const messageCount = 10_000;
const perBatch = 100;

let stack: Stack;
let nats: Nats;
let [owner, witness]: TestUser[] = [];

beforeAll(async () => {
  stack = await startStack();
  nats = await connectNats({ url: stack.nats.url, name: 'load', log: createLogger({ service: 'load', level: 'silent' }) });
  [owner, witness] = [await registerUser(stack, 'owner'), await registerUser(stack, 'witness')];
});
afterAll(async () => {
  await nats?.close();
  await stack?.stop();
});

it(`${messageCount} plain messages in a room of ${memberCount} members write nothing, and cost little`, async ({ annotate }) => {
  if (!owner || !witness) throw new Error('nobody is there');
  const room = await fillRoom(owner, witness);
  await eventually('everybody was invited', async () => (await measure()).causes >= memberCount - 1 || undefined, 60_000);
  const before = await measure();
  const startedAt = performance.now();
  for (let sent = 0; sent < messageCount; sent += perBatch) {
    // Every thousandth calls one person: those are told, and nobody else.
    await send(
      owner,
      room,
      Array.from({ length: perBatch }, (_, nth) => (sent % 1_000 === 0 && nth === 0 ? `@${witness?.username} now` : `Plain ${sent + nth}`)),
    );
  }
  const sentMs = performance.now() - startedAt;
  const listed = await eventually(
    'the last mention is told',
    async () => (await list(witness)).items.find(({ kind, count }) => kind === 'mention' && count === messageCount / 1_000),
    60_000,
  );
  await send(owner, room, [`@${witness.username} the very last`]);
  await eventually(
    'so is what came after it',
    async () => (await list(witness)).items.find(({ count }) => count === listed.count + 1),
    60_000,
  );
  const after = await measure();
  const told = messageCount / 1_000 + 1;
  expect(after.causes - before.causes).toBe(told);
  expect(after.notices - before.notices).toBeLessThanOrEqual(told);
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  await annotate(
    `${messageCount} messages to ${memberCount} members: ${told} of them call somebody; rows written: ${after.causes - before.causes} causes, ` +
      `${after.notices - before.notices} notices; CPU of notifications ${cpuSeconds.toFixed(2)} s; sent within ${(sentMs / 1_000).toFixed(1)} s`,
  );
  expect(cpuSeconds).toBeLessThan(20);
}, 240_000);

async function fillRoom(first: TestUser, second: TestUser): Promise<RoomSummary> {
  const room = await createRoom(stack, first, { type: 'group', name: 'Large', member_ids: [second.id] });
  const client = new pg.Client({ connectionString: stack.databases.rooms.url });
  await client.connect();
  // As if they had registered: that is another test's matter.
  const { rows } = await client.query<{ id: string }>(
    `insert into users (id, username, display_name) select gen_random_uuid(), 'many_' || n, 'Many ' || n from generate_series(1, ${memberCount - 2}) n returning id`,
  );
  await client.end();
  for (let from = 0; from < rows.length; from += 500) {
    const user_ids = rows.slice(from, from + 500).map(({ id }) => id);
    await mustCallApi(stack.url, `/rooms/${room.id}/members`, { token: first.accessToken, body: { user_ids } });
  }
  return room;
}

async function send(sender: TestUser, room: RoomSummary, contents: readonly string[]): Promise<void> {
  const [sender_id, room_id] = [userIdSchema.parse(sender.id), roomIdSchema.parse(room.id)];
  const commands = contents.map((content) => ({ sender_id, room_id, client_id: crypto.randomUUID(), content }));
  const outcomes = await requestRpc(nats, sendBatchRpc, sendBatchRpc.request.parse(commands), { timeoutMs: 15_000 });
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
}

const list = (user: TestUser | undefined) => mustCallApi<NotificationList>(stack.url, '/notifications', { token: user?.accessToken ?? '' });

async function measure(): Promise<{ causes: number; notices: number; cpuSeconds: number }> {
  const text = await (await fetch(`${stack.service('notifications').url}/metrics`)).text();
  const value = (name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1] ?? 0,
    );
  const rows = (table: string) => value(`parley_notification_rows_total{table="${table}"}`);
  return { causes: rows('causes'), notices: rows('notices'), cpuSeconds: value('process_cpu_seconds_total') };
}
