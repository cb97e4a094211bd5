const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** SQLSTATE: connection exceptions, shutdown, too many connections, cancelled by timeout, read-only standby. */
const postgresCodes = /^(08...|57P0[1-5]|53300|57014|25006|55P03)$/;

/** Texts of drivers that give no code. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Connection is closed|Stream isn't writeable|Command timed out|Query read timeout|Client has encountered a connection error)/i;

/** True when a backing service is away or overloaded, so that the same request may well succeed in a moment. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && (networkCodes.has(error.code) || postgresCodes.test(error.code))) return true;
  if (error.name === 'MaxRetriesPerRequestError' || driverMessages.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnreachable);
  return error.cause !== undefined && isUnreachable(error.cause);
}
