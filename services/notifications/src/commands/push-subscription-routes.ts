import { createHash, randomUUIDv7 } from 'node:crypto';
import { endPushSubscriptionBodySchema, limits, pushKeySchema, pushSubscriptionBodySchema, type UserId } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import { sql } from 'kysely';
import type { NotificationsDependencies } from '../dependencies.ts';
import { isAllowedEndpoint } from '../push/allowed-endpoint.ts';

const path = '/api/v1/notifications/push/subscriptions';
const keyExample = { public_key: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM' };

export function pushSubscriptionRoutes(app: App, { auth, db, config, clock, pushKeys }: NotificationsDependencies): void {
  const key = operation({
    tags: ['Notifications'],
    summary: 'The key that pushes are signed with',
    description:
      '`applicationServerKey` for `PushManager.subscribe` of a browser. It stays the same for as long as the installation lives.',
    auth: true,
    response: { 200: { schema: pushKeySchema, example: keyExample } },
  });
  app.get('/api/v1/notifications/push/key', { preHandler: auth, schema: key }, async () => ({ public_key: pushKeys.publicKey }));

  const subscribe = operation({
    tags: ['Notifications'],
    summary: 'Have this browser pushed to',
    description:
      'What `PushSubscription.toJSON()` gives. Pushed to while no device of yours is connected; the oldest browser makes room when there are too many. A browser that somebody else was signed in on is yours from then on.',
    auth: true,
    body: pushSubscriptionBodySchema,
    response: { 204: null },
  });
  app.post(path, { preHandler: auth, schema: subscribe }, async (request, reply) => {
    const { endpoint, keys } = request.body;
    if (!isAllowedEndpoint(endpoint, config.PARLEY_PUSH_ORIGINS)) {
      const errors = [{ path: 'endpoint', message: 'must be an https address of a public push service' }];
      throw new ProblemError('validation_failed', undefined, { errors });
    }
    const userId: UserId = request.actor.userId;
    const own = { user_id: userId, p256dh: keys.p256dh, auth: keys.auth, created_at: clock() };
    await db.transaction().execute(async (trx) => {
      // One after the other, so that the limit holds.
      await sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 7))`.execute(trx);
      await trx
        .insertInto('push_subscriptions')
        .values({ subscription_id: randomUUIDv7(), endpoint_hash: hashOf(endpoint), endpoint, ...own })
        .onConflict((conflict) => conflict.column('endpoint_hash').doUpdateSet(own))
        .execute();
      await sql`
        delete from push_subscriptions where subscription_id in (
          select subscription_id from push_subscriptions where user_id = ${userId}
           order by created_at desc, subscription_id desc offset ${limits.pushSubscriptionsMax})`.execute(trx);
    });
    reply.code(204);
  });

  const unsubscribe = operation({
    tags: ['Notifications'],
    summary: 'Push to this browser no more',
    description: 'One that is not subscribed is answered alike.',
    auth: true,
    body: endPushSubscriptionBodySchema,
    response: { 204: null },
  });
  app.delete(path, { preHandler: auth, schema: unsubscribe }, async (request, reply) => {
    await db
      .deleteFrom('push_subscriptions')
      .where('user_id', '=', request.actor.userId)
      .where('endpoint_hash', '=', hashOf(request.body.endpoint))
      .execute();
    reply.code(204);
  });
}

function hashOf(endpoint: string): Buffer {
  return createHash('sha256').update(endpoint).digest();
}
