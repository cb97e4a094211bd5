import { publishedAuthEventSchema } from '@parley/contracts';
import type { Transaction } from 'kysely';
import type { RoomsDatabase } from '../../rooms-database.ts';

/** Keeps the names of everyone, from auth's published events. A replayed event writes the same row again. */
export async function projectUserEvent(trx: Transaction<RoomsDatabase>, event: { type: string; payload: string }): Promise<void> {
  const parsed = publishedAuthEventSchema.safeParse(JSON.parse(event.payload));
  // `auth` may publish more than names; a known type in a wrong shape is a fault that must be seen.
  if (!parsed.success && !knownTypes.has(event.type)) return;
  if (!parsed.success) throw new Error(`auth published a malformed ${event.type}`, { cause: parsed.error });
  // Says nothing about names, and is its owner's business.
  if (parsed.data.type === 'user.security_notice') return;
  const { user_id: id, data } = parsed.data;
  const profile = { username: data.username, display_name: data.display_name, avatar_url: data.avatar_url };
  await trx
    .insertInto('users')
    .values({ id, ...profile })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(profile))
    .execute();
}

const knownTypes: ReadonlySet<string> = new Set(publishedAuthEventSchema.options.map((option) => option.shape.type.value));
