import { appendToStream, type EventMetadata, lockStream } from '@parley/event-store';
import { sql } from 'kysely';
import type { AuthDatabase } from '../auth-database.ts';
import { type Act, auditStreamId } from '../domain/audit-events.ts';
import { schemaVersions } from '../domain/stored-auth-event.ts';
import { projectAct } from '../projections/audit-log/audit-log-projection.ts';

/**
 * The first lock of every transaction in which somebody administers, before those of accounts and sessions. So acts follow one
 * another, and "is there another administrator?" has one answer.
 */
export function lockAudit(trx: AuthDatabase): Promise<void> {
  return lockStream(trx, auditStreamId);
}

/** Writes acts down, in the caller's transaction, which has called `lockAudit`. */
export async function recordActs(
  trx: AuthDatabase,
  acts: readonly Act[],
  { now, metadata }: { now: Date; metadata: EventMetadata },
): Promise<void> {
  if (acts.length === 0) return;
  const { rows } = await sql<{ version: number }>`
    select version from events where stream_id = ${auditStreamId} order by version desc limit 1`.execute(trx);
  const expectedVersion = rows[0]?.version ?? 0;
  const events = acts.map((act) => ({ type: 'AdministratorActed' as const, data: { ...act, at: now.toISOString() } }));
  const stored = events.map((event) => ({ ...event, schemaVersion: schemaVersions[event.type], metadata }));
  await appendToStream(trx, auditStreamId, { expectedVersion, events: stored });
  for (const [index, event] of events.entries()) await projectAct(trx, expectedVersion + 1 + index, event);
}
