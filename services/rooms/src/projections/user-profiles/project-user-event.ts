import { publishedAuthEventSchema } from '@parley/contracts';
import type { Transaction } from 'kysely';
import { forgetPerson } from '../../erasure/forget-person.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';

/** Keeps the names of everyone, from auth's published events. A replayed event writes the same row again. */
export async function projectUserEvent(trx: Transaction<RoomsDatabase>, event: { type: string; payload: string }): Promise<void> {
  const parsed = publishedAuthEventSchema.safeParse(JSON.parse(event.payload));
  // `auth` may publish more than names; a known type in a wrong shape is a fault that must be seen.
  if (!parsed.success && !knownTypes.has(event.type)) return;
  if (!parsed.success) throw new Error(`auth published a malformed ${event.type}`, { cause: parsed.error });
  const published = parsed.data;
  if (published.type === 'user.deleted') return forgetPerson(trx, published);
  // Whether somebody is suspended, an administrator, or has a second factor changes nothing about what they are called.
  if (published.type !== 'user.registered' && published.type !== 'user.profile_changed') return;
  const { user_id: id, data } = published;
  const profile = { username: data.username, display_name: data.display_name, avatar_url: data.avatar_url };
  await trx
    .insertInto('users')
    .values({ id, ...profile, deleted_at: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(profile))
    .execute();
}

const knownTypes: ReadonlySet<string> = new Set(publishedAuthEventSchema.options.map((option) => option.shape.type.value));
