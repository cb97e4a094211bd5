import webPush from 'web-push';
import type { NotificationsDatabase } from '../notifications-database.ts';

export type PushKeys = { publicKey: string; privateKey: string };

/** The first replica makes them, all others find them: browsers bind their subscriptions to the public one for ever. */
export async function openPushKeys(db: NotificationsDatabase, now: Date): Promise<PushKeys> {
  const made = webPush.generateVAPIDKeys();
  await db
    .insertInto('push_keys')
    .values({ public_key: made.publicKey, private_key: made.privateKey, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await db.selectFrom('push_keys').select(['public_key', 'private_key']).executeTakeFirstOrThrow();
  return { publicKey: kept.public_key, privateKey: kept.private_key };
}
