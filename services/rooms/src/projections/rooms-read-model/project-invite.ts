import { assertNever, type RoomId } from '@parley/contracts';
import type { StoredEvent } from '@parley/event-store';
import type { Kysely } from 'kysely';
import type { InviteAccepted, InviteCreated, InviteRevoked } from '../../domain/room-events.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';

type InviteEvent = InviteCreated | InviteRevoked | InviteAccepted;

/** Part of `projectRoomEvent`: the table holds invitations that were not withdrawn, also those that time or use have ended. */
export async function projectInvite(db: Kysely<RoomsDatabase>, stored: StoredEvent, event: InviteEvent): Promise<void> {
  switch (event.type) {
    case 'InviteCreated': {
      const { code, createdBy: created_by, expiresAt, maxUses: max_uses } = event.data;
      const row = { code, room_id: stored.streamId as RoomId, created_by, created_at: stored.recordedAt, max_uses, uses: 0 };
      await db
        .insertInto('invites')
        .values({ ...row, expires_at: toDate(expiresAt) })
        .execute();
      return;
    }
    case 'InviteRevoked':
      await db.deleteFrom('invites').where('code', '=', event.data.code).execute();
      return;
    case 'InviteAccepted':
      await db
        .updateTable('invites')
        .set((row) => ({ uses: row('uses', '+', 1) }))
        .where('code', '=', event.data.code)
        .execute();
      return;
    default:
      assertNever(event);
  }
}

export function toDate(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}
