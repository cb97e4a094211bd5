import { RpcError } from '../rpc/rpc-error.ts';

/**
 * SQLSTATE classes that speak of the moment, not of the event: connection, transaction rollback (deadlock, serialization), out of
 * resources, lock not available, operator intervention (shutdown, cancelled by a time limit), system error.
 */
const passingClasses = ['08', '40', '53', '55', '57', '58'];
const passingCodes = ['25P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'late_stream_lock'];
/** The driver gives these no code. */
const passingMessages = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** True when the same event may well succeed in a moment: it is tried again without counting. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RpcError) return error.code === 'unavailable';
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (passingCodes.includes(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return passingClasses.includes(code.slice(0, 2));
  return passingMessages.test(error.message);
}
