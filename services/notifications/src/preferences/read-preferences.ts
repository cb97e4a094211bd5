import { limits, type NotificationPreferences, type UserId } from '@parley/contracts';
import type { NotificationsDatabase } from '../notifications-database.ts';

export async function readPreferences(db: NotificationsDatabase, userId: UserId): Promise<NotificationPreferences> {
  const row = await db.selectFrom('preferences').selectAll().where('user_id', '=', userId).executeTakeFirst();
  const room_levels = await db
    .selectFrom('room_levels')
    .select(['room_id', 'level'])
    .where('user_id', '=', userId)
    .orderBy('room_id')
    .limit(limits.roomLevelsMax)
    .execute();
  const { quiet_from: from = null, quiet_to: to = null, quiet_zone: time_zone = null } = row ?? {};
  return {
    direct_messages: row?.direct_messages ?? 'all',
    rooms: row?.rooms ?? 'mentions',
    reactions: row?.reactions ?? false,
    muted_until: row?.muted_until?.toISOString() ?? null,
    do_not_disturb: from === null || to === null || time_zone === null ? null : { from, to, time_zone },
    digest_after_minutes: row?.digest_after_minutes ?? null,
    room_levels,
  };
}
