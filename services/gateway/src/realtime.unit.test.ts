import type { Nats } from '@parley/messaging';
import type { TokenVerifier } from '@parley/service-kit';
import type { FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createRealtime } from './realtime.ts';
import type { ClientSocket } from './sockets/client-socket.ts';

/** The JSON of a frame that is shorter than 126 bytes, as a server writes it. */
const textOf = (frame: Buffer) => JSON.parse(frame.subarray(2).toString('utf8'));

it('tells every socket to come back, and closes it, when messages names another epoch: not before, and not when it is away', async () => {
  const answers = ['one', undefined, 'one', 'two', 'two', 'two'];
  const ended = new AbortController();
  const nc = {
    async request() {
      const epoch = answers.shift();
      if (answers.length === 0) ended.abort();
      if (epoch === undefined) throw new Error('nobody answers');
      return { string: () => JSON.stringify({ ok: true, data: { epoch, heads: {} } }) };
    },
  };
  const nats = { nc, connected: () => true, onReconnect: () => () => undefined } as unknown as Nats;
  const log = pino({ level: 'silent' });
  const realtime = createRealtime({ nats, log, verifier: {} as TokenVerifier, gatewayId: 'gateway', checkEpochMs: 5 });
  const told: string[] = [];
  const socket = {
    send: (frame: Buffer) => void told.push(`${textOf(frame).type}, with ${answers.length} answers left`),
    close: (reason: string, detail: string) => void told.push(`${reason}: ${detail}`),
  } as unknown as ClientSocket;
  realtime.gate({ raw: { socket: {} } } as FastifyRequest).arrive(socket);
  await realtime.loops['compare-epochs'](ended.signal);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(told).toEqual(['server.draining, with 2 answers left', 'restart: restored']);
});
