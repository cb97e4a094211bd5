import { readFileSync } from 'node:fs';
import { tracingEnv } from '@parley/tracing/tracing-env';
import { z } from 'zod';
import { parleyNames } from './parley-names.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown once with every fault of the environment. Names faults by variable, never by value: values may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the configuration is not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Environment → frozen, typed configuration. Every variable may come as `NAME_FILE`, the path of a file that holds the
 * value (Docker and Kubernetes secrets). An unknown `PARLEY_…` variable is refused, so that a typing error cannot
 * silently leave a default in place; settings of other Parley services are known and ignored.
 *
 * @throws ConfigError with all faults at once
 */
export function readConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): Readonly<z.output<z.ZodObject<Shape>>> {
  const names = Object.keys(schema.shape);
  const faults: string[] = [];
  const input: Record<string, string> = {};
  for (const name of names) {
    const value = readVariable(name, env, faults);
    if (value !== undefined) input[name] = value;
  }
  faults.push(...unknownNames(names, env));
  const parsed = schema.safeParse(input);
  if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => describe(issue, input)));
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return Object.freeze(parsed.data);
}

/** What `readConfig` would refuse an environment for. None: it would take it. */
export function configFaults(schema: z.ZodObject, env: Environment): readonly string[] {
  try {
    readConfig(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

/** Empty counts as absent, a file that is empty too: Compose and CI set variables to '' and mount nothing where nothing was given. */
function readVariable(name: string, env: Environment, faults: string[]): string | undefined {
  const value = env[name] === '' ? undefined : env[name];
  const path = env[`${name}_FILE`];
  if (path === undefined || path === '') return value;
  if (value !== undefined) {
    faults.push(`${name}: set either ${name} or ${name}_FILE, not both`);
    return value;
  }
  try {
    const content = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return content === '' ? undefined : content;
  } catch {
    faults.push(`${name}_FILE: the file cannot be read`);
    return undefined;
  }
}

function unknownNames(names: readonly string[], env: Environment): string[] {
  const known = new Set([...names, ...parleyNames]);
  return Object.keys(env)
    .filter((name) => name.startsWith('PARLEY_') && !known.has(name) && !known.has(name.replace(/_FILE$/, '')))
    .map((name) => `${name}: there is no such setting`);
}

function describe(issue: z.core.$ZodIssue, input: Record<string, string>): string {
  const name = String(issue.path[0] ?? 'environment');
  return input[name] === undefined ? `${name}: is missing` : `${name}: ${issue.message}`;
}

const url = (protocols: RegExp) => z.url({ protocol: protocols, error: 'is not a usable URL' });
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** Pieces for a service's schema: `z.object({ ...commonEnv, ...databaseEnv, … })`. */
export const commonEnv = {
  /** The address to listen on. Containers want `0.0.0.0`. */
  HOST: z.string().default('127.0.0.1'),
  /** The port to listen on. 0: any that is free. */
  PORT: count(0, 65_535),
  /** What is worth a line in the log. */
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Addresses of the NATS servers, with commas between. */
  NATS_URL: z.string().min(1),
  /** Copies of each stream: 1 for a single server, 3 in a cluster. */
  NATS_REPLICAS: count(1, 5).default(1),
  /** Address of Redis or Valkey. */
  REDIS_URL: url(/^rediss?$/),
  OTEL_EXPORTER_OTLP_ENDPOINT: tracingEnv.OTEL_EXPORTER_OTLP_ENDPOINT,
  OTEL_BSP_SCHEDULE_DELAY: tracingEnv.OTEL_BSP_SCHEDULE_DELAY,
  PARLEY_TRACE_RATIO: tracingEnv.PARLEY_TRACE_RATIO,
};

export const databaseEnv = {
  /** The service’s own database, for the role that it runs with. That role cannot change or remove events. */
  DATABASE_URL: url(/^postgres(ql)?$/),
  /** Connections to it at most, of one replica. */
  DATABASE_POOL_SIZE: count(2, 200).default(10),
};

/** For `migrate.ts`, the only place where the owner role is used. */
export const migrationEnv = { DATABASE_OWNER_URL: url(/^postgres(ql)?$/), LOG_LEVEL: commonEnv.LOG_LEVEL };

/** What is needed to check access tokens. */
export const tokenEnv = {
  /** Where `auth` shows the keys that access tokens are checked with. */
  PARLEY_JWKS_URL: url(/^https?$/),
  /** Who issues access tokens, as they say. The same everywhere. */
  PARLEY_ISSUER: z.string().min(1).default('parley'),
  /** Whom access tokens are for, as they say. The same everywhere. */
  PARLEY_AUDIENCE: z.string().min(1).default('parley'),
};
