import type { Account, History } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callApi, createGroup, mustCallApi, registerUser, sendMessage } from './api-client.ts';
import { type Stack, startStack } from './stack.ts';

describe('startStack', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ gateways: 2, messages: 2 });
  });
  afterAll(() => stack?.stop());

  it('runs every service behind two gateways: what one stores, the other reads', async () => {
    const [first = '', second = ''] = stack.gatewayUrls;
    const [ada, grace] = [await registerUser({ url: first }, 'ada'), await registerUser({ url: second }, 'grace')];
    const room = await createGroup({ url: first }, ada, [grace]);
    const sent = await sendMessage({ url: first }, ada, { roomId: room.id, content: 'hello' });
    const page = await mustCallApi<History>(second, `/rooms/${room.id}/messages`, { token: grace.accessToken });
    expect(page.messages.map(({ id }) => id)).toContain(sent.id);
  });

  it('brings a killed service back on its port', async () => {
    const user = await registerUser(stack, 'kay');
    const before = stack.service('auth').pid;
    await stack.kill('auth');
    expect(stack.service('auth').pid).toBe(0);
    await stack.restart('auth');
    expect(stack.service('auth').pid).not.toBe(before);
    const me = await callApi<Account>(stack.url, '/users/me', { token: user.accessToken });
    expect([me.status, me.body.username]).toEqual([200, user.username]);
  });

  it('keeps what services wrote', async () => {
    expect(await stack.logs('messages', 1)).toContain('"msg":"started"');
  });
});
