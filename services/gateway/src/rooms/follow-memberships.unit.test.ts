import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { SocketSession } from '../sockets/socket-session.ts';
import { createMemberships, type MembershipsOptions } from './follow-memberships.ts';

const roomId = '0199f3a0-0000-7000-8000-0000000000b1';

function joinedLine(userId: string, seq: number) {
  const user = { id: userId, username: 'person', display_name: 'Person', avatar_url: null };
  const line = { type: 'member.joined', room_id: roomId, seq, at: '2026-11-20T12:00:00.000Z', data: { user, role: 'member', actor: null } };
  return { subject: `live.messages.${roomId}.member.joined`, data: Buffer.from(JSON.stringify(line)) };
}

/** A gateway with one socket for each of these people, and `messages` that answers one turn after it was asked. */
function gatewayWith(people: readonly string[]) {
  const told = new Map(people.map((userId) => [userId, 0]));
  const load = { now: 0, most: 0, asked: 0 };
  let hear: (error: null, message: unknown) => void = () => undefined;
  const sessionOf = (userId: string) =>
    ({
      userId,
      rooms: new Map(),
      opened: Promise.resolve(),
      send: () => told.set(userId, (told.get(userId) ?? 0) + 1),
    }) as unknown as SocketSession;
  const sessions = new Map(people.map((userId) => [userId, sessionOf(userId)]));
  const options = {
    nats: { nc: { subscribe: (_subject: string, { callback }: { callback: typeof hear }) => (hear = callback) } },
    log: pino({ level: 'silent' }),
    sessions: { ofUser: (userId: string) => [sessions.get(userId)].filter(Boolean) },
    admissions: {
      async admitToRoom() {
        load.asked += 1;
        load.now += 1;
        load.most = Math.max(load.most, load.now);
        await turn();
        load.now -= 1;
        const room = { id: roomId, type: 'channel', head: 500, last_read_seq: 0, unread_count: 0, mention_count: 0, is_writable: true };
        return { room };
      },
    },
  } as unknown as MembershipsOptions;
  createMemberships(options).listen();
  return { told, load, join: (userId: string, seq: number) => hear(null, joinedLine(userId, seq)) };
}

describe('hundreds of people who are added to a room in one call', () => {
  it('are all brought in, a few at a time: messages is not asked for everybody at once', async () => {
    const people = Array.from({ length: 500 }, () => randomUUID());
    const gateway = gatewayWith(people);
    for (const [index, userId] of people.entries()) gateway.join(userId, index + 1);
    await expect.poll(() => [...gateway.told.values()].filter((times) => times === 1).length, { timeout: 10_000 }).toBe(500);
    expect(gateway.load.most).toBeLessThanOrEqual(16);
  });

  it('cost nothing on a gateway where none of them is', async () => {
    const gateway = gatewayWith([]);
    for (let nth = 1; nth <= 500; nth += 1) gateway.join(randomUUID(), nth);
    await turn();
    expect(gateway.load.asked).toBe(0);
  });
});
