import { createHash } from 'node:crypto';
import type { AuthDatabase } from '../auth-database.ts';
import { addressKey } from '../throttle/client-address.ts';

/** Of a person; the one that was not seen for longest is forgotten. */
const placesPerPerson = 100;

export type SignInPlace = { userId: string; address: string; userAgent: string | null };

/** Says nothing of where it is, but the same for the same address (or customer, with IPv6) and browser. */
export function placeHash({ userId, address, userAgent }: SignInPlace): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([userId, addressKey(address), userAgent]))
    .digest();
}

export async function isKnownPlace(db: AuthDatabase, place: SignInPlace): Promise<boolean> {
  const row = await db
    .selectFrom('sign_in_places')
    .select('user_id')
    .where('user_id', '=', place.userId)
    .where('place_hash', '=', placeHash(place))
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the person has other devices and this is none of them. The first of all is no news: they have just registered. */
export async function isNewPlace(trx: AuthDatabase, place: SignInPlace): Promise<boolean> {
  if (await isKnownPlace(trx, place)) return false;
  const other = await trx.selectFrom('sign_in_places').select('user_id').where('user_id', '=', place.userId).limit(1).executeTakeFirst();
  return other !== undefined;
}

export async function rememberPlace(trx: AuthDatabase, place: SignInPlace, now: Date): Promise<void> {
  await trx
    .insertInto('sign_in_places')
    .values({ user_id: place.userId, place_hash: placeHash(place), seen_at: now })
    .onConflict((conflict) => conflict.columns(['user_id', 'place_hash']).doUpdateSet({ seen_at: now }))
    .execute();
  await trx
    .deleteFrom('sign_in_places')
    .where('user_id', '=', place.userId)
    .where('place_hash', 'in', (eb) =>
      eb
        .selectFrom('sign_in_places')
        .select('place_hash')
        .where('user_id', '=', place.userId)
        .orderBy('seen_at', 'desc')
        .orderBy('place_hash')
        .offset(placesPerPerson),
    )
    .execute();
}
