import type { EventMetadata } from '@parley/event-store';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnAccount } from '../commands/execute-command.ts';
import { addNotice } from '../mail/add-notice.ts';
import { deviceName } from './device-name.ts';
import { type Client, isKnown, recognise } from './known-devices.ts';

type Noted = { userId: string; client: Client; sessionId: string; now: Date; metadata: EventMetadata };

/**
 * The owner hears of a login by what they had not signed in with: if it was not theirs, this is how they learn of it. The first of
 * all is no news: they have just registered.
 */
export async function noteNewDevice(trx: AuthDatabase, { userId, client, sessionId, now, metadata }: Noted): Promise<boolean> {
  if (isKnown(await recognise(trx, userId, client, now)) || !(await hasSignedIn(trx, userId))) return false;
  const command = { type: 'UseNewDevice' as const, session_id: sessionId, at: now.toISOString() };
  await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
  await addNotice(trx, { userId, kind: 'new_device', device: deviceName(client.userAgent), now });
  return true;
}

/** Asked of the sessions, which are kept: what devices are known by is forgotten after a time, and that must not silence this. */
async function hasSignedIn(trx: AuthDatabase, userId: string): Promise<boolean> {
  const row = await trx.selectFrom('sessions').select('session_id').where('user_id', '=', userId).limit(1).executeTakeFirst();
  return row !== undefined;
}
