import { type OnlineList, onlineListSchema, pageQuerySchema, type UserId, userIdSchema, visibleUsersRpc } from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { PresenceDependencies } from '../../dependencies.ts';

const example = {
  items: [{ user_id: '0199f3a0-0000-7000-8000-0000000000a1', username: 'ada', status: 'online', status_text: null, last_seen_at: null }],
  next_cursor: null,
  has_more: false,
};
/** As many as `rooms` is asked about at once; and how often one request asks, so that a crowd of strangers costs no more. */
const perLook = 200;
const looksPerRequest = 10;

export function onlineRoute(app: App, dependencies: PresenceDependencies): void {
  const schema = operation({
    tags: ['Presence'],
    summary: 'Who is online',
    description:
      'Of the people you share a room or a friendship with, and yourself. A page may be empty and still have a next one: the people in ' +
      'between are strangers.',
    auth: true,
    querystring: pageQuerySchema,
    response: { 200: { schema: onlineListSchema, example } },
  });
  app.get('/api/v1/users/online', { preHandler: dependencies.auth, schema }, async (request) => {
    const { actor, traceparent, query } = request;
    return listOnline(dependencies, { viewerId: actor.userId, traceparent, ...query });
  });
}

type Page = { viewerId: UserId; traceparent: string; cursor?: string | undefined; limit: number };

async function listOnline(dependencies: PresenceDependencies, { viewerId, traceparent, cursor, limit }: Page): Promise<OnlineList> {
  let after = readCursor(cursor);
  const found: UserId[] = [];
  for (let look = 0; look < looksPerRequest; look++) {
    const ids = (await dependencies.leases.shownAfter(after, perLook)).map((id) => userIdSchema.parse(id));
    const request = { viewer_id: viewerId, user_ids: ids };
    const visible =
      ids.length === 0 ? [] : (await requestRpc(dependencies.nats, visibleUsersRpc, request, { timeoutMs: 2_000, traceparent })).user_ids;
    const seen = new Set<string>(visible).add(viewerId);
    for (const id of ids) {
      if (!seen.has(id)) continue;
      if (found.length === limit) return toPage(dependencies, found, found.at(-1));
      found.push(id);
    }
    if (ids.length < perLook) return toPage(dependencies, found, undefined);
    after = ids.at(-1);
  }
  return toPage(dependencies, found, after);
}

async function toPage({ leases }: PresenceDependencies, ids: readonly UserId[], next: string | undefined): Promise<OnlineList> {
  const people = await leases.read(ids);
  const items = people
    .filter(({ status }) => status !== 'offline')
    .map(({ user_id, username, status, status_text, last_seen_at }) => ({ user_id, username, status, status_text, last_seen_at }));
  return { items, next_cursor: next ?? null, has_more: next !== undefined };
}

function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || userIdSchema.safeParse(cursor).success) return cursor;
  throw new ProblemError('validation_failed', undefined, { errors: [{ path: 'query.cursor', message: 'is not a cursor of this list' }] });
}
