import { type RebuildReport, rebuild, type StoredEvent } from '@parley/event-store';
import type { Logger } from 'pino';
import type { AuthDatabase, AuthTables } from './auth-database.ts';
import { isAccountEvent, isAuditEvent, parseAccountEvent, parseAuditEvent, parseSessionEvent } from './domain/stored-auth-event.ts';
import { projectAccount } from './projections/accounts/accounts-projection.ts';
import { projectAct } from './projections/audit-log/audit-log-projection.ts';
import { projectSession } from './projections/sessions/sessions-projection.ts';

/** Builds accounts, sessions and the audit log from the events beside the live tables, compares them, and swaps on request. */
export function rebuildAuth(options: { ownerUrl: string; swap: boolean; log: Logger }): Promise<RebuildReport> {
  return rebuild<AuthTables>({ ...options, tables: ['accounts', 'sessions', 'audit_log'], project: projectStored });
}

async function projectStored(trx: AuthDatabase, stored: StoredEvent): Promise<void> {
  if (isAccountEvent(stored)) await projectAccount(trx, stored.streamId, parseAccountEvent(stored));
  else if (isAuditEvent(stored)) await projectAct(trx, stored.version, parseAuditEvent(stored));
  else await projectSession(trx, stored.streamId, parseSessionEvent(stored));
}
