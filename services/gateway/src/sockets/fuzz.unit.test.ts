import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { type ClientFrame, clientFrameSchema, limits } from '@parley/contracts';
import type { Actor } from '@parley/service-kit';
import { mutateJson } from '@parley/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { ClientSocket } from './client-socket.ts';

const frames = 83_000;
/** A little more than a socket may send at once, so that both what is read and what is over the rate is tried. */
const perSocket = limits.socketCommandBurst + 5;
const actor = { userId: 'ada', sessionId: 's', role: 'user', username: 'ada', expiresAt: 4e9 } as Actor;
const id = '0199f3a0-0000-7000-8000-0000000000b1';
const samples = [
  { type: 'message.send', id: 1, data: { room_id: id, client_id: id, content: 'Hello', reply_to: id } },
  { type: 'room.read', id: 'a', data: { room_id: id, seq: 7 } },
  { type: 'room.sync', id: 2, data: { room_id: id, after: 0, limit: 10 } },
  { type: 'typing.start', data: { room_id: id } },
  { type: 'presence.set', id: 3, data: { status: 'away', status_text: 'Lunch' } },
  { type: 'auth.refresh', id: 4, data: { token: 'x' } },
  { type: 'hello', data: { token: 'x' } },
  { type: 'ping', id: 5 },
];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function openSocket(carryOut: (frame: ClientFrame) => void) {
  const closes: number[] = [];
  const ws = Object.assign(new EventEmitter(), { close: (code: number) => void closes.push(code), terminate: () => undefined });
  const socket = new ClientSocket(ws as unknown as WebSocket, {
    verify: async () => actor,
    confirm: async () => undefined,
    admit: async () => undefined,
    arrive: () => undefined,
    carryOut: (_socket, frame) => carryOut(frame),
    leave: () => undefined,
    reconcileSoon: () => undefined,
    onTooSlow: () => undefined,
    tcpSocket: { writable: false } as Socket,
  });
  return { socket, ws, closes };
}

describe('a socket that is sent nonsense', () => {
  it(`${frames} times: never throws, carries out nothing but whole frames, and closes with the codes for that`, {
    timeout: 60_000,
  }, async () => {
    let state = 99;
    const chance = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const strange: unknown[] = [];
    const codes = new Set<number>();
    let carried = 0;
    for (let sent = 0; sent < frames; sent += perSocket) {
      const { socket, ws, closes } = openSocket((frame) => {
        carried += 1;
        if (!clientFrameSchema.safeParse(frame).success) strange.push(frame);
      });
      await socket.enter(async () => actor);
      for (let nth = 0; nth < perSocket; nth += 1) {
        ws.emit('message', Buffer.from(mutateJson(samples[Math.floor(chance() * samples.length)], chance)), chance() < 0.02);
      }
      for (const code of closes) codes.add(code);
      ws.emit('close');
    }
    expect(strange).toEqual([]);
    expect(carried).toBeGreaterThan(0);
    expect([...codes]).toEqual([4400]);
  });
});
