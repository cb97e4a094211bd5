import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { FlowSecrets } from './oidc-providers.ts';

const flowSchema = z.object({
  provider: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  remember: z.boolean(),
  /** Signed in already, and about to connect the provider. */
  linkTo: z.object({ userId: z.string(), sessionId: z.string() }).optional(),
});

export type Flow = z.infer<typeof flowSchema>;
export type FlowStart = Pick<Flow, 'provider' | 'returnTo' | 'remember' | 'linkTo'> & { browserToken: string };

/** How long somebody may take at the provider. */
export const flowSeconds = 600;

const random = () => randomBytes(32).toString('base64url');

/** Remembers, in Redis and so for every replica, what the way back must match. */
export async function beginFlow(redis: Redis, { browserToken, ...start }: FlowStart): Promise<FlowSecrets> {
  const secrets = { state: random(), nonce: random(), verifier: random() };
  const flow: Flow = { ...start, nonce: secrets.nonce, verifier: secrets.verifier };
  await redis.set(flowKey(secrets.state, browserToken), JSON.stringify(flow), 'EX', flowSeconds);
  return secrets;
}

/**
 * What was begun with this state: once, by the browser that began it, at the provider it was begun for. To another browser,
 * say of somebody who was sent a link that would sign them in as somebody else, there is no such flow.
 */
export async function takeFlow(
  redis: Redis,
  { state, browserToken, provider }: { state: string | undefined; browserToken: string | undefined; provider: string },
): Promise<(Flow & FlowSecrets) | undefined> {
  if (state === undefined || browserToken === undefined) return undefined;
  const text = await redis.getdel(flowKey(state, browserToken));
  if (text === null) return undefined;
  const flow = flowSchema.parse(JSON.parse(text));
  return flow.provider === provider ? { ...flow, state } : undefined;
}

export function newBrowserToken(): string {
  return random();
}

function flowKey(state: string, browserToken: string): string {
  return `oidc-flow:${createHash('sha256').update(`${state} ${browserToken}`).digest('base64url')}`;
}
