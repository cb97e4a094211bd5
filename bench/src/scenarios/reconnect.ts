import { setTimeout as delay } from 'node:timers/promises';
import { type Chat, connect } from '@parley/client';
import { createGroup, eventually, mustCallApi, registerUser, sendMessage, startStack, type TestUser } from '@parley/testing';
import { startBalancerThread } from '../balancer-thread.ts';
import { type Percentiles, percentiles } from '../percentiles.ts';

export type ReconnectResult = {
  clients: number;
  /** From the kill until a client that was cut off stands at the head of its room again. */
  currentAfterMs: Percentiles;
  lostMessages: number;
};

const devicesPerPerson = 10;
/** Each message reaches every client, all of which this one process plays: with two a second it did little else. */
const talkEveryMs = 2_000;

/**
 * Two gateways behind a balancer; the one that most are on is killed while people talk. The clients are the real SDK with its usual
 * delays, all on this thread: its own work for thousands of them is in the figure.
 */
export async function measureReconnect({ clients: count }: { clients: number }): Promise<ReconnectResult> {
  const stack = await startStack({ gateways: 2, ownPostgres: true, env: { LOG_LEVEL: 'warn' } });
  const balancer = await startBalancerThread(stack.gatewayUrls);
  const chats: Chat[] = [];
  try {
    const people = await arrive(stack, Math.ceil(count / devicesPerPerson));
    const [talker, ...others] = people;
    if (!talker) throw new Error('nobody came');
    const room = await createGroup(stack, talker, others, 'Everybody');
    await mustCallApi(stack.url, `/rooms/${room.id}/messages?limit=1`, { token: talker.accessToken });
    for (let nth = 0; nth < count; nth += 1) {
      chats.push(connect({ url: balancer.url, token: people[nth % people.length]?.accessToken ?? '' }));
      if (nth % 50 === 49) await delay(50);
    }
    await eventually('all are online', () => chats.every(isOnline) || undefined, 120_000);

    const seqOf = (chat: Chat) => chat.room(room.id).getSnapshot()?.seq ?? 0;
    let head = 0;
    const talking = new AbortController();
    const talk = (async () => {
      const survivor = { url: stack.gatewayUrls[1] ?? '' };
      while (!talking.signal.aborted) {
        const { seq } = await sendMessage(survivor, talker, { roomId: room.id, content: 'Meanwhile' });
        head = Math.max(head, seq);
        await delay(talkEveryMs);
      }
    })();
    await delay(500);

    const cutOff = new Set<Chat>();
    const behind = new Set<Chat>();
    for (const chat of chats) {
      chat.connection.subscribe(() => {
        if (isOnline(chat) || talking.signal.aborted) return;
        cutOff.add(chat);
        behind.add(chat);
      });
    }
    const killedAt = performance.now();
    await stack.kill('gateway', 0);
    const times: number[] = [];
    // Until everybody is back, and long enough for the last one to have noticed that they were cut off.
    while (performance.now() - killedAt < 5_000 || (behind.size > 0 && performance.now() - killedAt < 60_000)) {
      const now = head;
      for (const chat of behind) {
        if (!isOnline(chat) || seqOf(chat) < now) continue;
        behind.delete(chat);
        times.push(performance.now() - killedAt);
      }
      await delay(20);
    }
    talking.abort();
    await talk;
    await eventually('everybody has everything', () => chats.every((chat) => seqOf(chat) === head) || undefined, 30_000).catch(
      () => undefined,
    );
    const lostMessages = chats.filter((chat) => seqOf(chat) !== head).length;
    return { clients: cutOff.size, currentAfterMs: percentiles(times), lostMessages };
  } finally {
    await Promise.all(chats.map((chat) => chat.close()));
    await balancer.close();
    await stack.stop();
  }
}

function isOnline(chat: Chat): boolean {
  return chat.connection.getSnapshot().phase === 'online';
}

async function arrive(stack: { url: string }, count: number): Promise<TestUser[]> {
  const people: TestUser[] = [];
  while (people.length < count) {
    people.push(...(await Promise.all(Array.from({ length: Math.min(16, count - people.length) }, () => registerUser(stack, 'back')))));
  }
  return people;
}
