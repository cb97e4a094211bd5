import { createHash } from 'node:crypto';
import type { AuthDatabase } from '../auth-database.ts';
import { addressKey } from '../throttle/client-address.ts';

/** Of a person; the one that was not seen for longest is forgotten. */
const devicesPerPerson = 100;

export type Device = { userId: string; address: string; userAgent: string | null };

/** Says nothing of where it is, but the same for the same address (or customer, with IPv6) and browser. */
export function deviceHash({ userId, address, userAgent }: Device): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([userId, addressKey(address), userAgent]))
    .digest();
}

export async function isKnownDevice(db: AuthDatabase, device: Device): Promise<boolean> {
  const row = await db
    .selectFrom('known_devices')
    .select('user_id')
    .where('user_id', '=', device.userId)
    .where('device_hash', '=', deviceHash(device))
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the person has other devices and this is none of them. The first of all is no news: they have just registered. */
export async function isNewDevice(trx: AuthDatabase, device: Device): Promise<boolean> {
  if (await isKnownDevice(trx, device)) return false;
  const other = await trx.selectFrom('known_devices').select('user_id').where('user_id', '=', device.userId).limit(1).executeTakeFirst();
  return other !== undefined;
}

export async function rememberDevice(trx: AuthDatabase, device: Device, now: Date): Promise<void> {
  await trx
    .insertInto('known_devices')
    .values({ user_id: device.userId, device_hash: deviceHash(device), seen_at: now })
    .onConflict((conflict) => conflict.columns(['user_id', 'device_hash']).doUpdateSet({ seen_at: now }))
    .execute();
  await trx
    .deleteFrom('known_devices')
    .where('user_id', '=', device.userId)
    .where('device_hash', 'in', (eb) =>
      eb
        .selectFrom('known_devices')
        .select('device_hash')
        .where('user_id', '=', device.userId)
        .orderBy('seen_at', 'desc')
        .orderBy('device_hash')
        .offset(devicesPerPerson),
    )
    .execute();
}
