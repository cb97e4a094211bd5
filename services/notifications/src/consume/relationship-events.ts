import { friendRequestIdSchema, userIdSchema } from '@parley/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { addCauses } from '../notices/add-causes.ts';
import type { Changes } from '../notices/tell-devices.ts';
import { withdrawCauses } from '../notices/withdraw-causes.ts';
import type { Trx } from '../notifications-database.ts';

const friendRequest = z.object({
  at: z.iso.datetime(),
  data: z.object({ request_id: friendRequestIdSchema, from_id: userIdSchema, to_id: userIdSchema }),
});
const block = z.object({ at: z.iso.datetime(), data: z.object({ blocker_id: userIdSchema, blocked_id: userIdSchema }) });

const schemas = {
  'friendship.requested': friendRequest,
  'friendship.accepted': friendRequest,
  'friendship.declined': friendRequest,
  'friendship.cancelled': friendRequest,
  'user.blocked': block,
  'user.unblocked': block,
};
type RelationshipType = keyof typeof schemas;

export function isRelationship(type: string): type is RelationshipType {
  return Object.hasOwn(schemas, type);
}

type Happening = { type: RelationshipType; json: unknown; changes: Changes; now: Date };

/** A request is told to whom it is for, until it is answered; an acceptance to who asked. */
export async function applyRelationshipEvent(trx: Trx, { type, json, changes, now }: Happening): Promise<void> {
  switch (type) {
    case 'friendship.requested': {
      const { at, data } = friendRequest.parse(json);
      const named = `friend_request:${data.request_id}`;
      const cause = { userId: data.to_id, kind: 'friend_request' as const, cause: named, group: named };
      return addCauses(trx, [{ ...cause, actorId: data.from_id, detail: data.request_id, at: new Date(at) }], now);
    }
    case 'friendship.accepted': {
      const { at, data } = friendRequest.parse(json);
      changes.add(await withdrawRequest(trx, data, now));
      const named = `friend_accepted:${data.request_id}`;
      const cause = { userId: data.from_id, kind: 'friend_accepted' as const, cause: named, group: named };
      return addCauses(trx, [{ ...cause, actorId: data.to_id, detail: data.request_id, at: new Date(at) }], now);
    }
    case 'friendship.declined':
    case 'friendship.cancelled':
      return changes.add(await withdrawRequest(trx, friendRequest.parse(json).data, now));
    case 'user.blocked': {
      const { at, data } = block.parse(json);
      await trx
        .insertInto('blocks')
        .values(data)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const theirs = sql`c.user_id = ${data.blocker_id} and c.actor_id = ${data.blocked_id} and c.happened_at <= ${new Date(at)}`;
      return changes.add(await withdrawCauses(trx, theirs, now));
    }
    case 'user.unblocked': {
      const { blocker_id, blocked_id } = block.parse(json).data;
      await trx.deleteFrom('blocks').where('blocker_id', '=', blocker_id).where('blocked_id', '=', blocked_id).execute();
      return;
    }
  }
}

function withdrawRequest(trx: Trx, { request_id, to_id }: { request_id: string; to_id: string }, now: Date) {
  return withdrawCauses(trx, sql`c.user_id = ${to_id} and c.cause = ${`friend_request:${request_id}`}`, now);
}
