/**
 * Every `PARLEY_…` variable of the installation. Services often share one environment (Compose, `npm start`), so each
 * must tell a setting of its neighbour from a typing error.
 */
export const parleyNames: readonly string[] = [
  'PARLEY_ALLOWED_ORIGINS',
  'PARLEY_APPEND_BATCH',
  'PARLEY_APPEND_CONCURRENCY',
  'PARLEY_AUDIENCE',
  'PARLEY_AVAILABILITY',
  'PARLEY_BACKING',
  'PARLEY_BCRYPT_ROUNDS',
  'PARLEY_CHROMIUM',
  'PARLEY_COOKIE_SECURE',
  'PARLEY_HASH_QUEUE',
  'PARLEY_HASH_WORKERS',
  'PARLEY_ISSUER',
  'PARLEY_JWKS_URL',
  'PARLEY_LOGINS_PER_MINUTE',
  'PARLEY_MAIL_FROM',
  'PARLEY_MAIL_OUTBOX',
  'PARLEY_OFFLINE_AFTER_MS',
  'PARLEY_PRESENCE_MAX_MEMBERS',
  'PARLEY_PUBLIC_URL',
  'PARLEY_SMTP_URL',
  'PARLEY_TEST_POSTGRES_URL',
  'PARLEY_TEST_SERVERS',
  'PARLEY_TRUSTED_PROXIES',
  'PARLEY_WEB_ROOT',
];
