import { createHash, randomBytes } from 'node:crypto';
import { sessionIdSchema, userIdSchema } from '@parley/contracts';
import { z } from 'zod';
import { ProblemError } from './problem-error.ts';
import type { Actor } from './token-verifier.ts';

/** What a browser may put into the address of a socket: it works once, and soon not at all. */
export const socketTicketSeconds = 30;

export type TicketStore = {
  set(key: string, value: string, unit: 'EX', seconds: number): Promise<unknown>;
  getdel(key: string): Promise<string | null>;
};

const actorSchema = z.object({
  userId: userIdSchema,
  sessionId: sessionIdSchema,
  role: z.enum(['user', 'admin']),
  username: z.string(),
  expiresAt: z.number(),
});

/** A ticket for whom an access token was just verified. Redis knows only its hash. */
export async function issueSocketTicket(store: TicketStore, actor: Actor): Promise<string> {
  const ticket = randomBytes(32).toString('base64url');
  await store.set(ticketKey(ticket), JSON.stringify(actorSchema.parse(actor)), 'EX', socketTicketSeconds);
  return ticket;
}

/** Whose it is, the first time. Ask afterwards whether the session still lives. @throws ProblemError `unauthenticated`, `unavailable` */
export async function redeemSocketTicket(store: TicketStore, ticket: string): Promise<Actor> {
  const text = await store.getdel(ticketKey(ticket)).catch((error: unknown) => {
    throw new ProblemError('unavailable', undefined, { cause: error, retryAfterSeconds: 1 });
  });
  if (text === null) throw new ProblemError('unauthenticated', 'The ticket was used, or is too old');
  return actorSchema.parse(JSON.parse(text));
}

function ticketKey(ticket: string): string {
  return `socket-ticket:${createHash('sha256').update(ticket).digest('base64url')}`;
}
