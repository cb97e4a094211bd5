import { profilesRpc, type UserId } from '@parley/contracts';
import { type Nats, serveRpc } from '@parley/messaging';
import type { AuthDatabase } from '../../auth-database.ts';

/** What the named people are called, for services whom their events have not reached yet. */
export function serveProfiles(nats: Nats, db: AuthDatabase) {
  return serveRpc(nats, profilesRpc, async ({ ids }) => ({ profiles: await profilesOf(db, ids) }), { queue: 'auth' });
}

async function profilesOf(db: AuthDatabase, ids: readonly UserId[]) {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('accounts')
    .select(['user_id as id', 'username', 'display_name', 'avatar_url'])
    .where('user_id', 'in', ids)
    .execute();
  return rows.map((row) => ({ ...row, id: row.id as UserId }));
}
