import { randomUUID } from 'node:crypto';
import { clientFrameSchema, type RoomSummary } from '@parley/contracts';
import { type Chance, callApi, logIn, mutateJson, registerUser, type Stack, sendMessage, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type HttpTarget, readHttpTargets } from './src/fuzz/http-targets.ts';
import { type JsonSchema, sampleOf } from './src/fuzz/sample-of.ts';
import { enter, openRawSocket } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';

/** Together with 83,000 frames in the gateway's own test: 100,000 pieces of nonsense. */
const requests = 12_000;
const atOnce = 24;
const sockets = 500;
/** A socket is closed after ten that are no frames at all. */
const framesPerSocket = 10;

let stack: Stack;
let neighbour: TestUser;
let neighbours: RoomSummary;

beforeAll(async () => {
  stack = await startStack();
  neighbour = await registerUser(stack, 'neighbour');
  neighbours = await createSettledGroup(stack, neighbour, [await registerUser(stack, 'friend')], 'Next door');
  await sendMessage(stack, neighbour, { roomId: neighbours.id, content: 'Good fences' });
});
afterAll(() => stack.stop());

/** The same numbers in every run. (Marsaglia's xorshift, 32 bits.) */
function seeded(seed: number): Chance {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

async function nextDoor() {
  const { body } = await callApi<{ messages: Array<{ content: string }> }>(stack.url, `/rooms/${neighbours.id}/messages`, {
    token: neighbour.accessToken,
  });
  return body.messages.map(({ content }) => content).filter((content) => content === 'Good fences');
}

async function expectNothingHappened(): Promise<void> {
  expect(await nextDoor()).toEqual(['Good fences']);
  const socket = await enter(stack.url, neighbour);
  await socket.command('room.sync', { room_id: neighbours.id, after: 0 });
  socket.close();
  for (const replicas of Object.values(stack.services))
    for (const server of replicas) expect([server.name, server.lastExit]).toEqual([server.name, undefined]);
}

describe('nonsense over HTTP', () => {
  it(`${requests} requests to every route: no crash, no 5xx, and nothing happens next door`, { timeout: 240_000 }, async () => {
    const chance = seeded(20_261_121);
    const targets = await readHttpTargets(stack.url);
    let vandal = await registerUser(stack, 'vandal');
    const own = await createSettledGroup(stack, vandal, [], 'Playground');
    const failures: string[] = [];
    const statuses = new Map<number, number>();
    let sent = 0;

    const attack = async () => {
      while (sent < requests) {
        const target = targets[sent % targets.length];
        sent += 1;
        if (!target) return;
        const { status, description } = await shoot(target, { chance, roomId: own.id, token: vandal.accessToken });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500 || status === 0) failures.push(`${status} ${description}`);
        // It may well have signed itself out, or deleted its own account.
        if (status === 401 && sent % 500 < atOnce) vandal = await logIn(stack, vandal).catch(() => registerUser(stack, 'vandal'));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, attack));

    expect(failures.slice(0, 10)).toEqual([]);
    // Enough of it got past the door to mean something.
    expect([...statuses.keys()].toSorted()).toEqual(expect.arrayContaining([200, 400, 404]));
    await expectNothingHappened();
  });
});

type Shot = { chance: Chance; roomId: string; token: string };

async function shoot(target: HttpTarget, { chance, roomId, token }: Shot): Promise<{ status: number; description: string }> {
  const value = (sample: unknown) => {
    const text = chance() < 0.4 ? String(sample ?? '') : mutateJson(sample, chance);
    return encodeURIComponent(text.slice(0, 1_500).toWellFormed());
  };
  let path = target.path;
  const query: string[] = [];
  for (const parameter of target.parameters) {
    if (parameter.in === 'query' && chance() < 0.6) query.push(`${parameter.name}=${value(parameter.sample)}`);
    if (parameter.in === 'path') {
      const isRoom = path.includes(`/rooms/{${parameter.name}}`) && chance() < 0.8;
      path = path.replace(`{${parameter.name}}`, isRoom ? roomId : value(parameter.sample) || 'x');
    }
  }
  const body = target.method === 'GET' ? undefined : mutateJson(target.body, chance);
  const description = `${target.method} ${path}?${query.join('&')} ${body?.slice(0, 300) ?? ''}`;
  try {
    const response = await fetch(`${stack.url}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`, {
      method: target.method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    });
    await response.arrayBuffer();
    return { status: response.status, description };
  } catch (error) {
    return { status: 0, description: `${description}: ${error instanceof Error ? String(error.cause ?? error) : ''}` };
  }
}

describe('nonsense over sockets', () => {
  it(`${sockets * framesPerSocket} frames: an answer or a close, no internal error, and nothing happens next door`, {
    timeout: 240_000,
  }, async () => {
    const chance = seeded(7);
    const samples = clientFrameSchema.options.map((option) => {
      const schema = z.toJSONSchema(option, { io: 'input', reused: 'inline', unrepresentable: 'any' }) as JsonSchema;
      return sampleOf(schema, () => ({}));
    });
    const vandal = await registerUser(stack, 'vandal');
    const internal: string[] = [];
    for (let opened = 0; opened < sockets; opened += 25) {
      await Promise.all(
        Array.from({ length: 25 }, async () => {
          const socket = await openRawSocket(stack.url, { token: vandal.accessToken });
          await socket.receive('ready');
          for (let nth = 0; nth < framesPerSocket; nth += 1) {
            socket.sendText(mutateJson(samples[Math.floor(chance() * samples.length)], chance));
          }
          const id = randomUUID();
          socket.send({ type: 'ping', id });
          await Promise.race([socket.receive('pong', (frame) => frame.id === id), socket.closed]);
          internal.push(
            ...socket.frames.flatMap((frame) => (frame.type === 'error' && frame.data.code === 'internal' ? [frame.data.message] : [])),
          );
          socket.close();
        }),
      );
    }
    expect(internal).toEqual([]);
    await expectNothingHappened();
  });
});
