import { publishedAuthEventSchema } from '@parley/contracts';
import type { ConsumedEvent } from '@parley/messaging';
import type { Transaction } from 'kysely';
import { forgetPerson } from '../../erasure/forget-person.ts';
import type { MessagesDatabase } from '../../messages-database.ts';

/** `auth` → users: what people are called. */
export async function projectUserEvent(trx: Transaction<MessagesDatabase>, event: ConsumedEvent): Promise<void> {
  const parsed = publishedAuthEventSchema.safeParse(JSON.parse(event.payload));
  // A later release of `auth` may publish types that say nothing about names.
  if (!parsed.success) return;
  const published = parsed.data;
  if (published.type === 'user.deleted') return forgetPerson(trx, published.user_id);
  if (published.type !== 'user.registered' && published.type !== 'user.profile_changed') return;
  const { user_id, data } = published;
  const names = { username: data.username, display_name: data.display_name, avatar_url: data.avatar_url };
  await trx
    .insertInto('users')
    .values({ user_id, ...names })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(names))
    .execute();
}
