import type { Nats } from '@parley/messaging';
import type { administratorsOnly, authenticate } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { AuthDatabase } from './auth-database.ts';
import type { Config } from './config.ts';
import type { CodeThrottle } from './mfa/code-throttle.ts';
import type { PendingLogins } from './mfa/pending-logins.ts';
import type { OidcProvider } from './oidc/oidc-providers.ts';
import type { PasskeyChallenges } from './passkeys/passkey-challenges.ts';
import type { Passwords } from './passwords/passwords.ts';
import type { SecretBox } from './secrets/secret-box.ts';
import type { LiveSessions } from './sessions/live-sessions.ts';
import type { AccountDelay } from './throttle/account-delay.ts';
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
  registerLimit: AttemptLimit;
  /** Of wrong passwords, per account. */
  accountDelay: AccountDelay;
  availabilityLimit: AttemptLimit;
  forgotLimit: AttemptLimit;
  /** Per account, not per address. */
  passwordChangeLimit: AttemptLimit;
  /** Second steps of logins, and logins with passkeys. */
  mfaLimit: AttemptLimit;
  passkeyOptionsLimit: AttemptLimit;
  /** Links to confirm an address, per account. */
  verificationLimit: AttemptLimit;
  /** Guesses at codes of second factors, per account. */
  codeThrottle: CodeThrottle;
  pendingLogins: PendingLogins;
  passkeyChallenges: PasskeyChallenges;
  secretBox: SecretBox;
  /** Per session, not per address. */
  socketTicketLimit: AttemptLimit;
  /** By id, in the order of the configuration. */
  oidcProviders: ReadonlyMap<string, OidcProvider>;
  oidcLimit: AttemptLimit;
  /** Per account. */
  exportLimit: AttemptLimit;
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
