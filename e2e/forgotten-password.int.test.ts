import { readFile } from 'node:fs/promises';
import { createParley } from '@parley/client';
import { eventually, registerUser, type Stack, startStack } from '@parley/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enter } from './src/raw-socket.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

it('a forgotten password: the link comes by mail, and choosing a new one closes every socket', async () => {
  const ada = await registerUser(stack, 'ada');
  const socket = await enter(stack.url, ada);
  const parley = createParley({ url: stack.url });
  await parley.auth.forgotPassword({ email: ada.email });
  const path = await eventually('a mail is in the outbox', async () => /"path":"([^"]+\.txt)"/.exec(await stack.logs('auth'))?.[1]);
  const token = /#token=([\w-]+)/.exec(await readFile(path, 'utf8'))?.[1] ?? '';
  await parley.auth.resetPassword({ token, password: 'Battery-Staple-8' });
  expect(await socket.closed).toMatchObject({ code: 4409 });
  await expect(parley.auth.login({ email: ada.email, password: ada.password })).rejects.toMatchObject({ code: 'invalid_credentials' });
  expect((await parley.auth.login({ email: ada.email, password: 'Battery-Staple-8' })).id).toBe(ada.id);
  expect((await parley.auth.sessions()).items).toHaveLength(1);
});

it('logging out everywhere closes the sockets of every device', async () => {
  const grace = await registerUser(stack, 'grace');
  const sockets = [await enter(stack.url, grace), await enter(stack.url, grace)];
  const parley = createParley({ url: stack.url });
  await parley.auth.login({ email: grace.email, password: grace.password });
  await parley.auth.logoutAll();
  for (const socket of sockets) expect(await socket.closed).toMatchObject({ code: 4409 });
});
