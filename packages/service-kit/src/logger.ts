import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';

/** Keys whose values never reach a log, wherever they sit. A net below the rule, not a licence to log bodies. */
const secretKeys = [
  'password',
  'current_password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'email',
  'content',
  'username',
  'display_name',
];

/**
 * JSON lines on stdout. Written at once, not in the background: the last lines before a crash are the ones that matter, and a
 * background writer loses or reorders them when the process exits. `destination` is for tests.
 */
export function createLogger(options: { service: string; level: LevelWithSilent; destination?: DestinationStream }): Logger {
  const settings = {
    level: options.level,
    base: { service: options.service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  };
  return pino(settings, options.destination ?? pino.destination({ fd: 1, sync: true }));
}

type DescribedError = { type: string; message: string; code?: string; constraint?: string; stack?: string; cause?: DescribedError };

/**
 * Only named properties of an error are logged: drivers hang queries, parameters and key values on theirs
 * (`detail` of Postgres: "Key (email)=(…) already exists").
 */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something that is not an Error was thrown' };
  const described: DescribedError = { type: error.name, message: error.message };
  if ('code' in error && typeof error.code === 'string') described.code = error.code;
  if ('constraint' in error && typeof error.constraint === 'string') described.constraint = error.constraint;
  if (error.stack) described.stack = error.stack;
  if (error.cause instanceof Error) described.cause = describeError(error.cause);
  return described;
}
