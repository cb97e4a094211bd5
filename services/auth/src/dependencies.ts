import type { Nats } from '@parley/messaging';
import type { administratorsOnly, authenticate } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { AuthDatabase } from './auth-database.ts';
import type { Config } from './config.ts';
import type { SecondFactors } from './erasure/second-factor.ts';
import type { Passwords } from './passwords/passwords.ts';
import type { LiveSessions } from './sessions/live-sessions.ts';
import type { AttemptLimit } from './throttle/attempt-limit.ts';
import type { AccessTokens } from './tokens/access-token.ts';
import type { SigningKeys } from './tokens/signing-keys.ts';

/** What commands and queries are given. Built once, in `start-auth.ts`. */
export type AuthDependencies = {
  config: Config;
  db: AuthDatabase;
  redis: Redis;
  nats: Nats;
  log: Logger;
  clock: () => Date;
  passwords: Passwords;
  signingKeys: SigningKeys;
  accessTokens: AccessTokens;
  liveSessions: LiveSessions;
  loginLimit: AttemptLimit;
  availabilityLimit: AttemptLimit;
  forgotLimit: AttemptLimit;
  /** Per account, not per address. */
  passwordChangeLimit: AttemptLimit;
  /** Per account. */
  exportLimit: AttemptLimit;
  secondFactors: SecondFactors;
  auth: ReturnType<typeof authenticate>;
  /** As `auth`, for administrators alone. */
  administrators: ReturnType<typeof administratorsOnly>;
  /** After a commit: its events are on their way without waiting for the next poll. */
  wakeRelay: () => void;
  /** After a commit: its mails leave without waiting for the next look. */
  wakeMail: () => void;
  /** After a commit: what is left to erase elsewhere is begun without waiting for the next look. */
  wakeErasure: () => void;
};
