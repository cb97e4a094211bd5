import { expect, it } from 'vitest';
import { issueSocketTicket, redeemSocketTicket } from './socket-ticket.ts';
import type { Actor } from './token-verifier.ts';

const actor = {
  userId: '0199f3a0-0000-7000-8000-0000000000a1',
  sessionId: '0199f3a0-0000-7000-8000-0000000000d1',
  role: 'user',
  username: 'ada',
  expiresAt: 1_800_000_000,
} as Actor;

it('a socket ticket works once, and is not kept as it is', async () => {
  const kept = new Map<string, string>();
  const store = {
    set: async (key: string, value: string) => void kept.set(key, value),
    getdel: async (key: string) => {
      const value = kept.get(key) ?? null;
      kept.delete(key);
      return value;
    },
  };
  const ticket = await issueSocketTicket(store, actor);
  expect(JSON.stringify([...kept])).not.toContain(ticket);
  expect(await redeemSocketTicket(store, ticket)).toEqual(actor);
  await expect(redeemSocketTicket(store, ticket)).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(redeemSocketTicket({ ...store, getdel: async () => Promise.reject(new Error('away')) }, ticket)).rejects.toMatchObject({
    code: 'unavailable',
  });
});
