import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { type Actor, ProblemError } from '@parley/service-kit';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { ClientSocket, type SocketGate } from './client-socket.ts';

const actor = { userId: 'ada', sessionId: 's', role: 'user', username: 'ada', expiresAt: Date.now() / 1_000 + 60 } as Actor;

function opening(verify: () => Promise<Actor>, confirm: () => Promise<void> = async () => undefined) {
  const calls: string[] = [];
  const closes: number[] = [];
  const ws = Object.assign(new EventEmitter(), { close: (code: number) => void closes.push(code), terminate: () => undefined });
  const gate: SocketGate = {
    verify,
    confirm,
    admit: async () => void calls.push('admit'),
    arrive: () => undefined,
    carryOut: () => undefined,
    leave: (_socket, authenticated) => void calls.push(`leave ${authenticated}`),
    reconcileSoon: () => undefined,
    onTooSlow: () => undefined,
    tcpSocket: { writable: false } as Socket,
  };
  const socket = new ClientSocket(ws as unknown as WebSocket, gate);
  return { socket, ws, calls, closes, enter: () => socket.enter(verify) };
}

describe('a socket', () => {
  it('has its token looked at once, however long it takes to bring it into its rooms: it was three times', async () => {
    let looks = 0;
    const { socket, ws } = opening(async () => {
      looks += 1;
      return actor;
    });
    ws.emit('message', JSON.stringify({ type: 'hello', data: { token: 'a.b.c' } }), false);
    await new Promise(setImmediate);
    await socket.confirm();
    expect([socket.isOpen, looks]).toEqual([true, 1]);
    ws.emit('close');
  });

  it('that closes while its token is looked at is not registered: once, it stayed for ever, and its person online', async () => {
    const verified = Promise.withResolvers<Actor>();
    const { socket, ws, calls, enter } = opening(() => verified.promise);
    const entering = enter();
    ws.emit('close');
    verified.resolve(actor);
    await entering;
    expect(calls).toEqual(['leave false']);
    expect(socket.isOpen).toBe(false);
  });

  it('is refused when its session ended while it was brought into its rooms', async () => {
    const ended = async () => Promise.reject(new ProblemError('token_expired'));
    const { socket, ws, calls, closes, enter } = opening(async () => actor, ended);
    await enter();
    expect([calls, closes, socket.isOpen]).toEqual([['admit'], [4401], false]);
    ws.emit('close');
  });

  it('closes when it is asked and its session has ended, and stays when that cannot be told', async () => {
    let problem: ProblemError | undefined;
    const confirm = async () => {
      if (problem) throw problem;
    };
    const { socket, ws, closes, enter } = opening(async () => actor, confirm);
    await enter();
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
