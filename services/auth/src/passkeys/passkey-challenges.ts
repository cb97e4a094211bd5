import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';

export const challengeMs = 5 * 60_000;

/** What a challenge was given for. An answer is taken for nothing else. */
export type ChallengePurpose =
  | { kind: 'register'; userId: string }
  /** `mfaToken`: for the second step of that login; left out for a login without password. */
  | { kind: 'login'; mfaToken?: string | undefined };

/** Challenges that wait for their answer. Each is answered once, right or wrong. */
export type PasskeyChallenges = {
  add(challenge: string, purpose: ChallengePurpose): Promise<void>;
  /** True for the first who brings it, in time and for the same purpose. */
  take(challenge: string, purpose: ChallengePurpose): Promise<boolean>;
};

const waitingSchema = z.object({ for: z.string(), expires_at: z.number() });

export function createPasskeyChallenges(redis: Redis, clock: () => Date): PasskeyChallenges {
  const keyOf = (challenge: string) => `passkey-challenge:${createHash('sha256').update(challenge).digest('hex')}`;
  return {
    async add(challenge, purpose) {
      const waiting: z.infer<typeof waitingSchema> = { for: describe(purpose), expires_at: clock().getTime() + challengeMs };
      await redis.set(keyOf(challenge), JSON.stringify(waiting), 'PX', challengeMs);
    },
    async take(challenge, purpose) {
      const text = await redis.getdel(keyOf(challenge));
      if (text === null) return false;
      const waiting = waitingSchema.parse(JSON.parse(text));
      return waiting.for === describe(purpose) && waiting.expires_at > clock().getTime();
    },
  };
}

/** Tokens as hashes: Redis has no business knowing them. */
function describe(purpose: ChallengePurpose): string {
  if (purpose.kind === 'register') return `register:${purpose.userId}`;
  return purpose.mfaToken === undefined ? 'login' : `login:${createHash('sha256').update(purpose.mfaToken).digest('hex')}`;
}

/** Nobody puts these pages into a frame: what comes from within another site's is a trick. */
const clientDataSchema = z.object({ challenge: z.string().min(1).max(512), crossOrigin: z.literal(false).optional() });

/** The challenge that an answer says it is to; whether it says so truly, the signature tells. */
export function challengeOf(clientDataJson: string): string | undefined {
  try {
    return clientDataSchema.parse(JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'))).challenge;
  } catch {
    return undefined;
  }
}
