import { type NotificationKind, type RoomId, roleSchema, roomIdSchema, roomTypeSchema, type UserId, userIdSchema } from '@parley/contracts';
import type { ConsumedEvent } from '@parley/messaging';
import { z } from 'zod';
import { addCauses } from '../notices/add-causes.ts';
import type { Changes } from '../notices/tell-devices.ts';
import { ofRoom, withdrawCauses } from '../notices/withdraw-causes.ts';
import type { Trx } from '../notifications-database.ts';
import { addMembers, removeMember } from '../projections/members.ts';
import { applyRelationshipEvent, isRelationship } from './relationship-events.ts';

const envelope = { room_id: roomIdSchema, at: z.iso.datetime(), actor_id: userIdSchema.nullable() };
const members = z.array(z.object({ user_id: userIdSchema }));
const about = z.object({ user_id: userIdSchema });

/** What this service needs of rooms' events; a type of these that does not parse is a fault. */
const schemas = {
  'room.created': z.object({ ...envelope, data: z.object({ type: roomTypeSchema, name: z.string().nullable(), members }) }),
  'room.members_added': z.object({ ...envelope, data: z.object({ members, via: z.enum(['added', 'joined', 'invite']).default('added') }) }),
  'room.member_removed': z.object({ ...envelope, data: about }),
  'room.member_role_changed': z.object({ ...envelope, data: about.extend({ role: roleSchema }) }),
  'room.details_changed': z.object({ ...envelope, data: z.object({ name: z.string().nullable() }) }),
  'room.muted': z.object({ ...envelope, data: about.extend({ muted_until: z.iso.datetime().nullable() }) }),
  'room.unmuted': z.object({ ...envelope, data: about }),
  'room.deleted': z.object(envelope),
};

export type RoomEventsOptions = { changes: Changes; clock: () => Date };

/** `rooms` → who is where, who muted and blocked whom; who was brought into a room, got another role, or is asked for friendship. */
export function createRoomEvents({ changes, clock }: RoomEventsOptions) {
  return async function handle(trx: Trx, event: ConsumedEvent): Promise<void> {
    const json: unknown = JSON.parse(event.payload);
    if (isRelationship(event.type)) return applyRelationshipEvent(trx, { type: event.type, json, changes, now: clock() });
    switch (event.type) {
      case 'room.created': {
        const { room_id, actor_id, at, data } = schemas['room.created'].parse(json);
        const { type, name } = data;
        const row = { room_id, type, name, deleted_at: null };
        await trx
          .insertInto('rooms')
          .values(row)
          .onConflict((conflict) => conflict.column('room_id').doUpdateSet({ name }))
          .execute();
        const userIds = data.members.map(({ user_id }) => user_id);
        await addMembers(trx, { roomId: room_id, type, userIds });
        // A direct room is told of by its first message.
        if (type !== 'direct') await invite(trx, event, { roomId: room_id, actorId: actor_id, userIds, at });
        return;
      }
      case 'room.members_added': {
        const { room_id, actor_id, at, data } = schemas['room.members_added'].parse(json);
        const room = await trx.selectFrom('rooms').select('type').where('room_id', '=', room_id).executeTakeFirst();
        const userIds = data.members.map(({ user_id }) => user_id);
        await addMembers(trx, { roomId: room_id, type: room?.type ?? 'group', userIds });
        // Who joined, with or without a link, did it themselves.
        if (data.via === 'added') await invite(trx, event, { roomId: room_id, actorId: actor_id, userIds, at });
        return;
      }
      case 'room.member_removed': {
        const { room_id, at, data } = schemas['room.member_removed'].parse(json);
        await removeMember(trx, room_id, data.user_id);
        const left = ofRoom({ roomId: room_id, userId: data.user_id, until: new Date(at) });
        return changes.add(await withdrawCauses(trx, left, clock()));
      }
      case 'room.member_role_changed': {
        const { room_id: roomId, actor_id: actorId, at, data } = schemas['room.member_role_changed'].parse(json);
        const cause = { userId: data.user_id, kind: 'role_changed' as const, cause: `event:${event.eventId}`, group: `role:${roomId}` };
        return addCauses(trx, [{ ...cause, actorId, roomId, detail: data.role, at: new Date(at) }], clock());
      }
      case 'room.details_changed': {
        const { room_id, data } = schemas['room.details_changed'].parse(json);
        await trx.updateTable('rooms').set({ name: data.name }).where('room_id', '=', room_id).execute();
        return;
      }
      case 'room.muted': {
        const { room_id, data } = schemas['room.muted'].parse(json);
        const muted_until = data.muted_until === null ? null : new Date(data.muted_until);
        await trx
          .insertInto('mutes')
          .values({ user_id: data.user_id, room_id, muted_until })
          .onConflict((conflict) => conflict.columns(['user_id', 'room_id']).doUpdateSet({ muted_until }))
          .execute();
        return;
      }
      case 'room.unmuted': {
        const { room_id, data } = schemas['room.unmuted'].parse(json);
        await trx.deleteFrom('mutes').where('user_id', '=', data.user_id).where('room_id', '=', room_id).execute();
        return;
      }
      case 'room.deleted': {
        const { room_id, at } = schemas['room.deleted'].parse(json);
        // The row stays: messages from before its end may still come in, and must not ask for it each time.
        await trx
          .updateTable('rooms')
          .set({ deleted_at: new Date(at) })
          .where('room_id', '=', room_id)
          .execute();
        for (const table of ['members', 'mutes', 'room_levels'] as const) {
          await trx.deleteFrom(table).where('room_id', '=', room_id).execute();
        }
        return changes.add(await withdrawCauses(trx, ofRoom({ roomId: room_id, until: new Date(at) }), clock()));
      }
    }
  };

  type Invited = { roomId: RoomId; actorId: UserId | null; userIds: readonly UserId[]; at: string };

  async function invite(trx: Trx, event: ConsumedEvent, { roomId, actorId, userIds, at }: Invited): Promise<void> {
    const kind: NotificationKind = 'invitation';
    const common = { kind, cause: `event:${event.eventId}`, group: `invitation:${roomId}`, actorId, roomId, at: new Date(at) };
    const causes = userIds.map((userId) => ({ ...common, userId }));
    await addCauses(trx, causes, clock());
  }
}
