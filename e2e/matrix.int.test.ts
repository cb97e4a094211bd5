import { setTimeout as delay } from 'node:timers/promises';
import { type ClientFrameType, clientFrameSchema, isErrorCode } from '@parley/contracts';
import { callApi, type Stack, sendMessage, startStack } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, Expectation } from './src/matrix/expectation.ts';
import { expectations } from './src/matrix/expectations.ts';
import { type FrameExpectation, type FrameOutcome, frameExpectations } from './src/matrix/frame-expectations.ts';
import { type ApiRoute, readRoutes, suggestedLine } from './src/matrix/open-api.ts';
import { type PerRole, type Role, roles } from './src/matrix/roles.ts';
import { createWorld, type MatrixRoom, type World } from './src/matrix/world.ts';
import { enter, openRawSocket, type RawSocket } from './src/raw-socket.ts';

let stack: Stack;
let world: World;
let routes: ApiRoute[];

beforeAll(async () => {
  // Every request comes from an address of its own: what is limited per address is another test's matter.
  stack = await startStack({ env: { PARLEY_TRUSTED_PROXIES: '127.0.0.1' } });
  world = await createWorld(stack);
  routes = await readRoutes(stack.url);
});
afterAll(() => stack?.stop());

describe('every route', () => {
  it('has a line that says who may use it', () => {
    const missing = routes.filter(({ name }) => !Object.hasOwn(expectations, name));
    const lines = missing.map(suggestedLine).join('\n');
    expect(missing, `Say who may use these routes, in e2e/src/matrix/expectations.ts:\n${lines}\n`).toEqual([]);
  });

  it('that has none is told in a line to paste: who, with which parameters, with which success', () => {
    const operation = { requestBody: {}, responses: { 201: {}, 400: {} } };
    const route = { name: 'POST /rooms/{id}/bans/{user_id}', method: 'POST', path: '/api/v1/rooms/{id}/bans/{user_id}', operation };
    const parts = "() => ({ params: { user_id: '…' }, body: { … } })";
    expect(suggestedLine(route)).toBe(`  'POST /rooms/{id}/bans/{user_id}': { request: inFreshRoom(${parts}), status: members(201) },`);
    const stats = { name: 'GET /admin/stats', method: 'GET', path: '/api/v1/admin/stats', operation: { responses: { 200: {} } } };
    expect(suggestedLine(stats)).toBe("  'GET /admin/stats': { status: administrators(200) },");
  });

  it('that has a line exists', () => {
    const known = new Set(routes.map(({ name }) => name));
    const gone = Object.keys(expectations).filter((name) => !known.has(name));
    expect(gone, 'These lines of e2e/src/matrix/expectations.ts have no route in /openapi.json').toEqual([]);
  });

  it.each(Object.entries(expectations))('answers each role as it should: %s', async (name, expectation) => {
    const route = routes.find((one) => one.name === name);
    if (!route) throw new Error(`${name} is not in /openapi.json`);
    const answers: Array<[Role, number]> = [];
    for (const role of roles) answers.push([role, await statusFor(route, expectation, role)]);
    expect(Object.fromEntries(answers)).toEqual(expectation.status);
    const undocumented = answers.filter(([, status]) => !Object.hasOwn(route.operation.responses, String(status)));
    expect(undocumented, 'answers that the route does not describe').toEqual([]);
  });
});

async function statusFor({ method, path }: ApiRoute, { request, throwaway }: Expectation, role: Role): Promise<number> {
  const user = throwaway ? await world.throwaway(role) : world.caller(role);
  const caller: Caller = { role, user };
  const { params = {}, query, body } = (await request?.(world, caller)) ?? {};
  const filled = path.replace(/\{(\w+)\}/g, (_whole, parameter: string) => {
    const value = params[parameter];
    if (value === undefined) throw new Error(`nothing fills {${parameter}} of ${method} ${path}`);
    return encodeURIComponent(value);
  });
  const search = query ? `?${new URLSearchParams(query)}` : '';
  const headers = { 'x-forwarded-for': nextAddress() };
  if (body instanceof FormData) {
    const signedIn = new Headers(headers);
    if (user) signedIn.set('authorization', `Bearer ${user.accessToken}`);
    return (await fetch(`${stack.url}${filled}${search}`, { method, headers: signedIn, body })).status;
  }
  const answer = await callApi(stack.url, `${relative(filled)}${search}`, {
    method,
    headers,
    ...(user ? { token: user.accessToken } : {}),
    ...(body === undefined ? {} : { body }),
  });
  return answer.status;
}

let addresses = 0;
function nextAddress(): string {
  addresses += 1;
  return `198.18.${addresses >> 8}.${addresses & 255}`;
}

/** From `/api/v1`, where `callApi` begins. */
function relative(path: string): string {
  return path.startsWith('/api/v1') ? path.slice('/api/v1'.length) : `/../..${path}`;
}

describe('every frame', () => {
  let room: MatrixRoom;
  let witness: RawSocket;
  beforeAll(async () => {
    room = await world.sharedRoom();
    witness = await enter(stack.url, room.bystander);
  });
  afterAll(() => witness?.close());

  it('has a line that says who may send it', () => {
    const types = clientFrameSchema.options.map((option) => option.shape.type.value);
    expect(
      types.filter((type) => !Object.hasOwn(frameExpectations, type)),
      'Say who may send these frames, in e2e/src/matrix/frame-expectations.ts',
    ).toEqual([]);
  });

  it.each(Object.entries(frameExpectations) as Array<[ClientFrameType, FrameExpectation]>)(
    'leads each role where it should: %s',
    async (type, expectation) => {
      const outcomes: Partial<Record<Role, FrameOutcome>> = {};
      for (const role of roles) outcomes[role] = await outcomeFor(type, expectation, role);
      expect(outcomes).toEqual(expectation.outcome satisfies PerRole<FrameOutcome>);
    },
  );

  async function outcomeFor(type: ClientFrameType, { data, tells, after }: FrameExpectation, role: Role): Promise<FrameOutcome> {
    const user = world.caller(role);
    const caller: Caller = { role, user };
    const socket = user ? await enter(stack.url, user) : await openRawSocket(stack.url);
    try {
      const { id: messageId } = await sendMessage(stack, room.bystander, { roomId: room.id, content: 'Said' });
      const content = () => data?.({ ...room, messageId }, caller) ?? {};
      if (after) {
        socket.send({ type: after, data: content() });
        await delay(100);
      }
      const seen = witness.frames.length;
      socket.send({ type, id: 'asked', data: content() });
      // Frames without an answer are carried out in order: the pong behind this one comes after whatever they led to here.
      if (type !== 'ping') socket.send({ type: 'ping', id: 'fence' });
      const answer = await answerOf(socket);
      if (answer) return answer;
      if (!tells || !user) return 'nothing';
      const isTold = () =>
        witness.frames
          .slice(seen)
          .some((frame) => frame.type === tells && frame.data.room_id === room.id && frame.data.user_id === user.id);
      for (let waited = 0; waited < 1_000 && !isTold(); waited += 20) await delay(20);
      return isTold() ? 'told' : 'nothing';
    } finally {
      socket.close();
    }
  }
});

/** The answer to `asked`; undefined when the one to `fence` comes and nothing follows soon. */
async function answerOf(socket: RawSocket): Promise<FrameOutcome | undefined> {
  let patience = 0;
  for (let waited = 0; waited < 15_000; waited += 10) {
    for (const frame of socket.frames) {
      if (frame.type === 'ok' && frame.id === 'asked') return 'ok';
      if (frame.type === 'pong' && frame.id === 'asked') return 'pong';
      // What is refused before anybody is known, and a second hello, is refused without an id.
      if (frame.type === 'error' && frame.id !== 'fence' && isErrorCode(frame.data.code)) return frame.data.code;
    }
    if (socket.frames.some((frame) => 'id' in frame && frame.id === 'fence')) patience += 10;
    if (patience > 500) return undefined;
    await delay(10);
  }
  return undefined;
}
