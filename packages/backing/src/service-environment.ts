import type { DatabaseUrls } from './provision-databases.ts';
import { type DatabaseService, hasDatabase, type ServiceName } from './service-catalog.ts';

export type ServiceSurroundings = {
  natsUrl: string;
  redisUrl: string;
  databases: Record<DatabaseService, DatabaseUrls>;
  /** Base addresses of one replica of each service that the gateway speaks HTTP to. */
  addresses: Record<Exclude<ServiceName, 'gateway'>, string>;
  /** Where mails go without a mail server, and where the links in them lead. */
  mailOutbox?: string;
  /** Where uploads lie without an S3-compatible store. */
  mediaFolder?: string;
  publicUrl?: string;
  webRoot?: string;
  allowedOrigins?: readonly string[];
};

/** What a service must be told; everything else has a default in its `config.ts`. */
export function serviceEnvironment(service: ServiceName, surroundings: ServiceSurroundings): Record<string, string> {
  const { natsUrl, redisUrl, databases, addresses } = surroundings;
  const env: Record<string, string> = {
    HOST: '127.0.0.1',
    NATS_URL: natsUrl,
    REDIS_URL: redisUrl,
    PARLEY_JWKS_URL: `${addresses.auth}/.well-known/jwks.json`,
  };
  if (hasDatabase(service)) env.DATABASE_URL = databases[service].url;
  if (service === 'auth') Object.assign(env, mailEnvironment(surroundings), originEnvironment(surroundings));
  if (service === 'media' && surroundings.mediaFolder !== undefined) env.PARLEY_MEDIA_FOLDER = surroundings.mediaFolder;
  if (service === 'gateway') Object.assign(env, gatewayEnvironment(surroundings));
  return env;
}

function mailEnvironment({ mailOutbox, publicUrl }: ServiceSurroundings): Record<string, string> {
  const env: Record<string, string> = {};
  if (mailOutbox !== undefined) env.PARLEY_MAIL_OUTBOX = mailOutbox;
  if (publicUrl !== undefined) env.PARLEY_PUBLIC_URL = publicUrl;
  return env;
}

function gatewayEnvironment(surroundings: ServiceSurroundings): Record<string, string> {
  const { addresses, webRoot } = surroundings;
  const env: Record<string, string> = {
    AUTH_URL: addresses.auth,
    ROOMS_URL: addresses.rooms,
    MESSAGES_URL: addresses.messages,
    PRESENCE_URL: addresses.presence,
    MEDIA_URL: addresses.media,
    NOTIFICATIONS_URL: addresses.notifications,
  };
  if (webRoot !== undefined) env.PARLEY_WEB_ROOT = webRoot;
  return { ...env, ...originEnvironment(surroundings) };
}

function originEnvironment({ allowedOrigins }: ServiceSurroundings): Record<string, string> {
  return allowedOrigins === undefined ? {} : { PARLEY_ALLOWED_ORIGINS: allowedOrigins.join(',') };
}

/** What every child needs of our own environment to run at all; nothing that could configure Parley. */
export function systemEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
