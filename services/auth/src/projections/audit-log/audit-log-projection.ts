import type { AuthDatabase } from '../../auth-database.ts';
import type { AuditEvent } from '../../domain/audit-events.ts';

/** `audit_log` after one more act. Runs in the transaction that appends the event. */
export async function projectAct(db: AuthDatabase, seq: number, { data }: AuditEvent): Promise<void> {
  const { at, detail, ...act } = data;
  await db
    .insertInto('audit_log')
    .values({ ...act, seq, at: new Date(at), detail: JSON.stringify(detail) })
    .execute();
}
