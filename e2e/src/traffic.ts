import { setTimeout as delay } from 'node:timers/promises';
import { type Chat, type ConnectOptions, connect, createParley, type Parley } from '@parley/client';
import type { LogEvent, MessagePosted, Sent } from '@parley/contracts';
import { eventually, type TestUser } from '@parley/testing';

/** A person at a client that sends all the time and writes down what happens. */
export type Talker = {
  user: TestUser;
  parley: Parley;
  chat: Chat;
  /** Every acknowledgement: what was sent, and the place it was given. */
  acknowledged: Array<{ content: string; clientId: string; roomId: string; sent: Sent }>;
  refused: unknown[];
  /** Every event that the client applied, in the order it applied them. */
  applied: LogEvent[];
  close(): Promise<void>;
};

export async function joinAsTalker(gatewayUrl: string, user: TestUser, options: Partial<ConnectOptions> = {}): Promise<Talker> {
  const parley: Parley = createParley({ url: gatewayUrl });
  await parley.auth.login({ email: user.email, password: user.password });
  const backoff = { baseMs: 50, capMs: 500 };
  const chat = connect({ url: gatewayUrl, token: parley.session, parley, backoff, commandTimeoutMs: 5_000, ...options });
  const talker: Talker = { user, parley, chat, acknowledged: [], refused: [], applied: [], close: () => chat.close() };
  chat.on('event', (event) => talker.applied.push(event));
  await eventually('the talker is online', () => chat.connection.getSnapshot().phase === 'online' || undefined, 30_000);
  return talker;
}

/** Starts to talk in the rooms, in turn, until the returned function is called; that resolves when everything is acknowledged. */
export function talk(talkers: readonly Talker[], roomIds: readonly string[], everyMs: number): () => Promise<void> {
  let talking = true;
  const sends: Promise<void>[] = [];
  const loops = talkers.map(async (talker, index) => {
    for (let nth = 0; talking; nth += 1) {
      const roomId = roomIds[(index + nth) % roomIds.length] ?? '';
      sends.push(say(talker, roomId, `${talker.user.username} ${Date.now()} ${nth}`));
      await delay(everyMs);
    }
  });
  return async () => {
    talking = false;
    await Promise.all(loops);
    await Promise.all(sends);
  };
}

async function say(talker: Talker, roomId: string, content: string): Promise<void> {
  const clientId = crypto.randomUUID();
  try {
    const sent = await talker.chat.send(roomId, content, { clientId });
    talker.acknowledged.push({ content, clientId, roomId, sent });
  } catch (error) {
    talker.refused.push(error);
  }
}

/** The whole log of a room as the server has it. */
export async function readLog({ parley }: Talker, roomId: string): Promise<LogEvent[]> {
  const log: LogEvent[] = [];
  for (;;) {
    const page = await parley.messages.events(roomId, { after: log.at(-1)?.seq ?? 0, limit: 500 });
    if ('reset' in page) throw new Error('the log reaches too far back');
    log.push(...page.events);
    if (!page.has_more) return log;
  }
}

export function isPosted(event: LogEvent): event is MessagePosted {
  return event.type === 'message.posted';
}

/** What is wrong with what happened, in words; nothing when nothing is. */
export function violations(log: readonly LogEvent[], roomId: string, talkers: readonly Talker[]): string[] {
  const found: string[] = [];
  log.forEach((event, index) => {
    if (event.seq !== index + 1) found.push(`the log has seq ${event.seq} at place ${index + 1}`);
  });
  const byClientId = Map.groupBy(log.filter(isPosted), (event) => `${event.data.sender.id}/${event.data.client_id}`);
  for (const [key, events] of byClientId) if (events.length > 1) found.push(`${key} stands ${events.length} times in the log`);
  for (const talker of talkers) found.push(...violationsOf(talker, log, roomId));
  return found.slice(0, 20);
}

function violationsOf({ user, acknowledged, refused, applied }: Talker, log: readonly LogEvent[], roomId: string): string[] {
  const found = refused.map((error) => `${user.username} was refused: ${String(error)}`);
  let last: number | undefined;
  for (const { content, clientId, sent } of acknowledged.filter((entry) => entry.roomId === roomId)) {
    const event = log[sent.seq - 1];
    if (!event || !isPosted(event) || event.data.id !== sent.id) found.push(`acknowledged and lost: ${content}`);
    else if (event.data.client_id !== clientId || event.data.content !== content) found.push(`acknowledged as another: ${content}`);
    if (last !== undefined && sent.seq <= last) found.push(`said later, stands earlier: ${content}`);
    last = sent.seq;
  }
  const received = applied.filter((event) => event.room_id === roomId);
  const first = received[0]?.seq ?? 1;
  received.forEach((event, index) => {
    const expected = log[first - 1 + index];
    if (JSON.stringify(event) !== JSON.stringify(expected))
      found.push(`${user.username} applied ${event.seq} where the log has ${expected?.seq}`);
  });
  if (received.length > 0 && received.at(-1)?.seq !== log.length)
    found.push(`${user.username} ends at ${received.at(-1)?.seq} of ${log.length}`);
  return found;
}
