import { type AuditEntry, type AuditList, type auditQuerySchema, userIdSchema } from '@parley/contracts';
import { z } from 'zod';
import type { AuthDatabase, AuthTables } from '../../auth-database.ts';
import { decodeCursor, toPage } from '../cursor.ts';

const sortKeySchema = z.tuple([z.int().positive()]);
const detailSchema = z.record(z.string(), z.string());

export type AdminAudit = z.output<typeof auditQuerySchema>;

/** What administrators did, the newest first. */
export async function adminAudit(db: AuthDatabase, query: AdminAudit): Promise<AuditList> {
  const [before] = decodeCursor(query.cursor, sortKeySchema) ?? [];
  let entries = db
    .selectFrom('audit_log')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(query.limit + 1);
  if (before !== undefined) entries = entries.where('seq', '<', before);
  if (query.actor_id !== undefined) entries = entries.where('actor_id', '=', query.actor_id);
  if (query.action !== undefined) entries = entries.where('action', '=', query.action);
  if (query.target_type !== undefined) entries = entries.where('target_type', '=', query.target_type);
  if (query.target_id !== undefined) entries = entries.where('target_id', '=', query.target_id);
  if (query.since !== undefined) entries = entries.where('at', '>=', new Date(query.since));
  if (query.until !== undefined) entries = entries.where('at', '<', new Date(query.until));
  return toPage(await entries.execute(), { limit: query.limit, keyOf: (row) => [row.seq], toItem: toEntry });
}

function toEntry({ at, actor_id, detail, ...row }: AuthTables['audit_log']): AuditEntry {
  return {
    ...row,
    at: at.toISOString(),
    actor_id: actor_id === 'system' ? actor_id : userIdSchema.parse(actor_id),
    detail: detailSchema.parse(detail),
  };
}
