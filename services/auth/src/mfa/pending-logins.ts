import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';

export const pendingLoginMs = 5 * 60_000;
/** One login is worth so many codes; then the password is needed again. */
export const triesPerLogin = 5;

const pendingLoginSchema = z.object({
  user_id: z.string(),
  remember: z.boolean(),
  /** Of the password's hash at the time: another password voids the login. Null when it was no password that was shown. */
  credential: z.string().nullable(),
  expires_at: z.number(),
});

export type PendingLogin = {
  userId: string;
  remember: boolean;
  credential: string | null;
};

/** Logins whose first step is done. In Redis, under a hash of their token: they are worth five minutes. */
export type PendingLogins = {
  /** The token that the second step begins with. */
  begin(login: PendingLogin): Promise<string>;
  find(token: string): Promise<PendingLogin | undefined>;
  /** Counts a try; undefined when the token is not good (any more). */
  attempt(token: string): Promise<PendingLogin | undefined>;
  /** After a right code, by one of however many who show it. False for all the others. */
  finish(token: string): Promise<boolean>;
};

export function createPendingLogins(redis: Redis, clock: () => Date): PendingLogins {
  const keysOf = (token: string) => {
    const hash = createHash('sha256').update(token).digest('hex');
    return { login: `mfa-login:${hash}`, tries: `mfa-login-tries:${hash}` };
  };

  async function find(token: string): Promise<PendingLogin | undefined> {
    const text = await redis.get(keysOf(token).login);
    if (text === null) return undefined;
    const { user_id, expires_at, ...rest } = pendingLoginSchema.parse(JSON.parse(text));
    return expires_at > clock().getTime() ? { ...rest, userId: user_id } : undefined;
  }

  return {
    async begin({ userId, ...rest }) {
      const token = randomBytes(32).toString('base64url');
      const expires_at = clock().getTime() + pendingLoginMs;
      const login: z.infer<typeof pendingLoginSchema> = { ...rest, user_id: userId, expires_at };
      await redis.set(keysOf(token).login, JSON.stringify(login), 'PX', pendingLoginMs);
      return token;
    },
    find,
    async attempt(token) {
      const keys = keysOf(token);
      const login = await find(token);
      if (!login) return undefined;
      const tries = await redis.incr(keys.tries);
      await redis.pexpire(keys.tries, pendingLoginMs);
      if (tries <= triesPerLogin) return login;
      await redis.del(keys.login);
      return undefined;
    },
    async finish(token) {
      return (await redis.del(keysOf(token).login)) === 1;
    },
  };
}

export function credentialMark(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('hex');
}
