import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { type Actor, ProblemError } from '@parley/service-kit';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { ClientSocket, type SocketGate } from './client-socket.ts';

const actor = { userId: 'ada', sessionId: 's', role: 'user', username: 'ada', expiresAt: Date.now() / 1_000 + 60 } as Actor;

function opening(verify: () => Promise<Actor>) {
  const calls: string[] = [];
  const closes: number[] = [];
  const ws = Object.assign(new EventEmitter(), { close: (code: number) => void closes.push(code), terminate: () => undefined });
  const gate: SocketGate = {
    verify,
    admit: async () => void calls.push('admit'),
    arrive: () => undefined,
    carryOut: () => undefined,
    leave: (_socket, authenticated) => void calls.push(`leave ${authenticated}`),
    reconcileSoon: () => undefined,
    onTooSlow: () => undefined,
    tcpSocket: { writable: false } as Socket,
  };
  const socket = new ClientSocket(ws as unknown as WebSocket, gate);
  return { socket, ws, calls, closes };
}

describe('a socket', () => {
  it('that closes while its token is looked at is not registered: once, it stayed for ever, and its person online', async () => {
    const verified = Promise.withResolvers<Actor>();
    const { socket, ws, calls } = opening(() => verified.promise);
    const entering = socket.enter('token');
    ws.emit('close');
    verified.resolve(actor);
    await entering;
    expect(calls).toEqual(['leave false']);
    expect(socket.isOpen).toBe(false);
  });

  it('is refused when its session ended while it was brought into its rooms', async () => {
    const answers = [Promise.resolve(actor), Promise.reject(new ProblemError('token_expired'))];
    const { socket, ws, calls, closes } = opening(() => answers.shift() ?? Promise.resolve(actor));
    await socket.enter('token');
    expect([calls, closes, socket.isOpen]).toEqual([['admit'], [4401], false]);
    ws.emit('close');
  });

  it('closes when it is asked and its session has ended, and stays when that cannot be told', async () => {
    let problem: ProblemError | undefined;
    const { socket, ws, closes } = opening(async () => {
      if (problem) throw problem;
      return actor;
    });
    await socket.enter('token');
    await socket.confirm();
    problem = new ProblemError('unavailable');
    await expect(socket.confirm()).rejects.toThrow();
    expect([socket.isOpen, closes]).toEqual([true, []]);
    problem = new ProblemError('token_expired');
    await socket.confirm();
    expect([socket.isOpen, closes]).toEqual([false, [4401]]);
    ws.emit('close');
  });
});
