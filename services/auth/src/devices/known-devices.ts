import { createHash, randomBytes } from 'node:crypto';
import type { AuthDatabase } from '../auth-database.ts';
import { addressKey } from '../throttle/client-address.ts';

/** A browser or program as a request shows it. */
export type Client = { address: string; userAgent: string | null; deviceToken: string | undefined };

/**
 * How an account knows a client: by the cookie of an earlier login; by address and user agent that somebody signed in with, both
 * together; by the address alone; or not at all.
 */
export type Acquaintance = 'device' | 'program' | 'address' | 'stranger';

/** More than anybody signs in from. Bounds what is kept of a person. */
const marksPerPerson = 300;
/** What was not used for this long is a stranger again. */
export const deviceMemoryMs = 180 * 86_400_000;
const nobody = '00000000-0000-0000-0000-000000000000';

/** Of an unknown address nobody is asked for, at the same cost. */
export async function recognise(db: AuthDatabase, userId: string | undefined, client: Client, now: Date): Promise<Acquaintance> {
  const marks = marksOf(client, client.deviceToken ?? '');
  const rows = await db
    .selectFrom('known_devices')
    .select('mark')
    .where('user_id', '=', userId ?? nobody)
    .where('mark', 'in', Object.values(marks))
    .where('last_sign_in_at', '>', new Date(now.getTime() - deviceMemoryMs))
    .execute();
  const has = (wanted: Buffer) => rows.some(({ mark }) => mark.equals(wanted));
  if (has(marks.device)) return 'device';
  if (has(marks.program)) return 'program';
  return has(marks.address) ? 'address' : 'stranger';
}

/** Whether it is most likely what its owner signed in with before. An address alone is shared by many. */
export function isKnown(acquaintance: Acquaintance): boolean {
  return acquaintance === 'device' || acquaintance === 'program';
}

/** After a login, in its transaction. Returns the token for the device's cookie. */
export async function remember(trx: AuthDatabase, userId: string, client: Client, now: Date): Promise<string> {
  const token = (await ownToken(trx, client.deviceToken)) ?? randomBytes(32).toString('base64url');
  await trx
    .insertInto('known_devices')
    .values(Object.values(marksOf(client, token)).map((mark) => ({ user_id: userId, mark, last_sign_in_at: now })))
    .onConflict((conflict) => conflict.columns(['user_id', 'mark']).doUpdateSet({ last_sign_in_at: now }))
    .execute();
  await forgetOldest(trx, userId);
  return token;
}

/** A cookie that came from here. Anything else may have been planted by somebody who would then share the device's allowance. */
async function ownToken(trx: AuthDatabase, token: string | undefined): Promise<string | undefined> {
  if (token === undefined) return undefined;
  const row = await trx.selectFrom('known_devices').select('mark').where('mark', '=', deviceMark(token)).limit(1).executeTakeFirst();
  return row && token;
}

async function forgetOldest(trx: AuthDatabase, userId: string): Promise<void> {
  await trx
    .deleteFrom('known_devices')
    .where('user_id', '=', userId)
    .where('mark', 'in', (eb) =>
      eb
        .selectFrom('known_devices')
        .select('mark')
        .where('user_id', '=', userId)
        .orderBy('last_sign_in_at', 'desc')
        .orderBy('mark')
        .limit(marksPerPerson)
        .offset(marksPerPerson),
    )
    .execute();
}

/** Of everybody, what is too old to count. */
export async function purgeKnownDevices(db: AuthDatabase, now: Date): Promise<void> {
  await db
    .deleteFrom('known_devices')
    .where('last_sign_in_at', '<', new Date(now.getTime() - deviceMemoryMs))
    .execute();
}

/** Say nothing of who or where it is, but the same for the same. */
function marksOf({ address, userAgent }: Client, deviceToken: string): Record<Exclude<Acquaintance, 'stranger'>, Buffer> {
  const place = addressKey(address);
  return {
    device: deviceMark(deviceToken),
    program: markOf(`program ${JSON.stringify([place, userAgent])}`),
    address: markOf(`address ${place}`),
  };
}

function deviceMark(token: string): Buffer {
  return markOf(`device ${token}`);
}

function markOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
