import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commonEnv, databaseEnv, type Environment, readConfig, tokenEnv } from '@parley/service-kit/config';
import { originsEnv } from '@parley/service-kit/trusted-origin';
import { z } from 'zod';
import { providersEnv } from './oidc/provider-settings.ts';

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const configSchema = z.object({
  ...commonEnv,
  ...databaseEnv,
  PARLEY_ISSUER: tokenEnv.PARLEY_ISSUER,
  PARLEY_AUDIENCE: tokenEnv.PARLEY_AUDIENCE,
  /** Whose pages may use the refresh cookie, besides Parley's own. */
  ...originsEnv,
  /** Cost of a password hash: 2^rounds. 12 takes about 300 ms of CPU. */
  PARLEY_BCRYPT_ROUNDS: count(4, 15).default(12),
  /** Threads that hash passwords. */
  PARLEY_HASH_WORKERS: count(1, 16).default(2),
  /** Passwords that may wait for a thread, about ten seconds of work; more are answered with 503. */
  PARLEY_HASH_QUEUE: count(1, 10_000).default(60),
  /** Per client address. */
  PARLEY_LOGINS_PER_MINUTE: count(1, 1_000_000).default(5),
  /** Per client address. */
  PARLEY_REGISTRATIONS_PER_MINUTE: count(1, 1_000_000).default(5),
  /** Wrong passwords of an account in a row before the next guess must wait; known devices have as many of their own. */
  PARLEY_LOGIN_FREE_FAILURES: count(1, 1_000_000).default(5),
  /** The first wait. Each further wrong password doubles it, up to the longest. */
  PARLEY_LOGIN_DELAY_SECONDS: count(1, 3_600).default(1),
  /** The longest wait after wrong passwords. */
  PARLEY_LOGIN_MAX_DELAY_SECONDS: count(1, 86_400).default(900),
  /** Whether the form may ask if an address or username is free. Off: registration alone tells. */
  PARLEY_AVAILABILITY: z.enum(['on', 'off']).default('on'),
  /** Age at which the signing key is replaced by itself. 0: only by `parley keys rotate`. */
  PARLEY_KEY_ROTATION_DAYS: count(0, 3_650).default(30),
  /** OpenID Connect providers, as JSON: `[{"id", "name", "issuer", "client_id", "client_secret"}, …]`. */
  PARLEY_OIDC_PROVIDERS: providersEnv,
  /** `Secure` on the refresh cookie. `auto`: when the client came over TLS. */
  PARLEY_COOKIE_SECURE: z.enum(['auto', 'always', 'never']).default('auto'),
  /** Mail server, e.g. `smtps://user:password@mail.example.org`. Without one, mails are written into a folder. */
  PARLEY_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'is not a usable URL' }).optional(),
  /** The sender of mails. */
  PARLEY_MAIL_FROM: z.string().min(3).default('Parley <parley@localhost>'),
  /** The folder that mails are written into without a mail server. */
  PARLEY_MAIL_OUTBOX: z.string().min(1).default(join(tmpdir(), 'parley-outbox')),
  /** Where people reach Parley. Links in mails begin so; never with what a request says its host is. */
  PARLEY_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'is not a usable URL' }).default('http://localhost:8080'),
  /** Whether a new account's address is confirmed by mail: not asked for, asked for, or needed to sign in. */
  PARLEY_EMAIL_VERIFICATION: z.enum(['off', 'optional', 'required']).default('optional'),
  /**
   * What secrets in the database are sealed with: 32 random bytes, e.g. from `openssl rand -base64 32`. Several, with commas
   * between: the first seals, all open. Without one a key is made and kept in the database.
   */
  PARLEY_SECRET_KEY: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .refine((keys) => keys.every((key) => key.length >= 32), 'must be at least 32 characters each')
    .optional(),
  /** The domain that passkeys are made for. Changing it makes all of them useless. Default: the host of `PARLEY_PUBLIC_URL`. */
  PARLEY_WEBAUTHN_RP_ID: z.string().min(1).optional(),
  /** Where they may be used, with commas between. Default: the origin of `PARLEY_PUBLIC_URL`. */
  PARLEY_WEBAUTHN_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(z.array(z.url({ protocol: /^https?$/, error: 'are not usable origins' })).min(1))
    .optional(),
});

export type Config = z.infer<typeof configSchema>;

export function readAuthConfig(env: Environment): Config {
  return readConfig(configSchema, env);
}
