import { limits, type NotificationPreferencesBody, roomIdSchema, type UserId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { Trx } from '../notifications-database.ts';
import { refreshWishes } from '../projections/members.ts';

type Change = { body: NotificationPreferencesBody; now: Date };

/** @throws ProblemError not_a_member, limit_reached */
export async function changePreferences(trx: Trx, userId: UserId, { body, now }: Change): Promise<void> {
  const { direct_messages, rooms, reactions, muted_until, do_not_disturb, digest_after_minutes, room_levels = [] } = body;
  const columns = {
    ...(direct_messages === undefined ? {} : { direct_messages }),
    ...(rooms === undefined ? {} : { rooms }),
    ...(reactions === undefined ? {} : { reactions }),
    ...(muted_until === undefined ? {} : { muted_until: muted_until === null ? null : new Date(muted_until) }),
    ...(do_not_disturb === undefined
      ? {}
      : {
          quiet_from: do_not_disturb?.from ?? null,
          quiet_to: do_not_disturb?.to ?? null,
          quiet_zone: do_not_disturb?.time_zone ?? null,
        }),
    // What was told before is not mailed about: it was not asked for then.
    ...(digest_after_minutes === undefined ? {} : { digest_after_minutes, digest_due_at: null, digested_until: now }),
  };
  // The row is there from here on, and locked: two changes at once come one after the other.
  await trx
    .insertInto('preferences')
    .values({ user_id: userId, ...columns })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ user_id: userId, ...columns }))
    .execute();
  for (const { room_id, level } of room_levels) await changeLevel(trx, userId, { roomId: room_id, level });
  const { count } = await trx
    .selectFrom('room_levels')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  if (Number(count) > limits.roomLevelsMax)
    throw new ProblemError('limit_reached', `At most ${limits.roomLevelsMax} rooms may have a level`);
  if (rooms !== undefined || room_levels.length > 0) await refreshWishes(trx, userId);
}

type Level = NonNullable<NotificationPreferencesBody['room_levels']>[number]['level'];

async function changeLevel(trx: Trx, userId: UserId, { roomId, level }: { roomId: string; level: Level }): Promise<void> {
  const room_id = roomIdSchema.parse(roomId);
  if (level === null) {
    await trx.deleteFrom('room_levels').where('user_id', '=', userId).where('room_id', '=', room_id).execute();
    return;
  }
  const member = await trx
    .selectFrom('members')
    .select('user_id')
    .where('room_id', '=', room_id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!member) throw new ProblemError('not_a_member', 'You are not a member of one of these rooms');
  await trx
    .insertInto('room_levels')
    .values({ user_id: userId, room_id, level })
    .onConflict((conflict) => conflict.columns(['user_id', 'room_id']).doUpdateSet({ level }))
    .execute();
}
