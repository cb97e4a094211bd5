import { securityNoticeKindSchema, type UserId, userIdSchema } from '@parley/contracts';
import type { ConsumedEvent } from '@parley/messaging';
import { sql } from 'kysely';
import { z } from 'zod';
import { addCauses } from '../notices/add-causes.ts';
import type { Changes } from '../notices/tell-devices.ts';
import { withdrawCauses } from '../notices/withdraw-causes.ts';
import type { Trx } from '../notifications-database.ts';

const profile = z.object({
  user_id: userIdSchema,
  data: z.object({ username: z.string(), display_name: z.string(), avatar_url: z.string().nullable() }),
});
const person = z.object({ user_id: userIdSchema });
const securityNotice = z.object({ user_id: userIdSchema, at: z.iso.datetime(), data: z.object({ kind: securityNoticeKindSchema }) });

/** `auth` → what people are called, and what happened to their accounts. A deleted account takes everything of it along. */
export function createUserEvents({ changes, clock }: { changes: Changes; clock: () => Date }) {
  return async function handle(trx: Trx, event: ConsumedEvent): Promise<void> {
    switch (event.type) {
      case 'user.registered':
      case 'user.profile_changed': {
        const { user_id, data } = profile.parse(JSON.parse(event.payload));
        await trx
          .insertInto('users')
          .values({ user_id, ...data })
          .onConflict((conflict) => conflict.column('user_id').doUpdateSet(data))
          .execute();
        return;
      }
      case 'user.security_notice': {
        const { user_id: userId, at, data } = securityNotice.parse(JSON.parse(event.payload));
        const named = `event:${event.eventId}`;
        const cause = { userId, kind: 'security' as const, cause: named, group: named };
        return addCauses(trx, [{ ...cause, actorId: null, detail: data.kind, at: new Date(at) }], clock());
      }
      case 'user.deleted': {
        const { user_id } = person.parse(JSON.parse(event.payload));
        await forget(trx, user_id);
        const asked = sql`c.actor_id = ${user_id} and c.cause like 'friend\_request:%'`;
        return changes.add(await withdrawCauses(trx, asked, clock()));
      }
    }
  };
}

const ownTables = ['notices', 'users', 'preferences', 'room_levels', 'mutes', 'members', 'push_subscriptions'] as const;

async function forget(trx: Trx, userId: UserId): Promise<void> {
  for (const table of ownTables) await trx.deleteFrom(table).where('user_id', '=', userId).execute();
  await trx
    .deleteFrom('blocks')
    .where((eb) => eb.or([eb('blocker_id', '=', userId), eb('blocked_id', '=', userId)]))
    .execute();
}
