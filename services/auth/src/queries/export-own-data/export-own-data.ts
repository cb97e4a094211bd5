import { type ExportLine, exportMembershipsRpc, exportMessagesRpc, type RpcContract, type UserId, userIdSchema } from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
import { ProblemError } from '@parley/service-kit';
import type { z } from 'zod';
import type { AuthDependencies } from '../../dependencies.ts';

type Dependencies = Pick<AuthDependencies, 'db' | 'nats'>;
type Person = { userId: UserId; traceparent: string };

const sessionsPerPage = 500;
const askMs = 10_000;

/**
 * Everything that Parley keeps about a person and that is theirs to take along: lines of JSON, one page in memory at a time,
 * however much it is. The last line counts the others: a file without it was cut off.
 *
 * @throws ProblemError `user_not_found`; RpcError `unavailable` when a service does not answer
 */
export async function* exportOwnData(dependencies: Dependencies, person: Person): AsyncGenerator<string> {
  yield toLine({ type: 'account', data: await readAccount(dependencies, person.userId) });
  const counts = { sessions: 0, memberships: 0, messages: 0 };
  for await (const data of sessionsOf(dependencies, person.userId)) {
    counts.sessions += 1;
    yield toLine({ type: 'session', data });
  }
  for await (const data of pagesOf(dependencies, exportMembershipsRpc, person)) {
    counts.memberships += 1;
    yield toLine({ type: 'membership', data });
  }
  for await (const data of pagesOf(dependencies, exportMessagesRpc, person)) {
    counts.messages += 1;
    yield toLine({ type: 'message', data });
  }
  yield toLine({ type: 'end', data: counts });
}

function toLine(line: ExportLine): string {
  return `${JSON.stringify(line)}\n`;
}

async function readAccount({ db }: Dependencies, userId: UserId) {
  const row = await db
    .selectFrom('accounts')
    .select(['email', 'username', 'display_name', 'avatar_url', 'bio', 'status_text', 'role', 'created_at'])
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!row) throw new ProblemError('user_not_found');
  return { id: userId, ...row, created_at: row.created_at.toISOString() };
}

async function* sessionsOf({ db }: Dependencies, userId: UserId) {
  for (let after: string | undefined; ; ) {
    let page = db
      .selectFrom('sessions')
      .select(['session_id', 'started_at', 'ended_at', 'address', 'user_agent'])
      .where('user_id', '=', userId)
      .orderBy('session_id')
      .limit(sessionsPerPage);
    if (after !== undefined) page = page.where('session_id', '>', after);
    const rows = await page.execute();
    for (const { session_id: id, started_at, ended_at, ...from } of rows) {
      yield { id, started_at: started_at.toISOString(), ended_at: ended_at?.toISOString() ?? null, ...from };
    }
    if (rows.length < sessionsPerPage) return;
    after = rows.at(-1)?.session_id;
  }
}

type PageRequest = typeof exportMessagesRpc.request;

async function* pagesOf<Item>(
  { nats }: Dependencies,
  rpc: RpcContract<PageRequest, z.ZodType<{ items: Item[]; next: string | null }>>,
  { userId, traceparent }: Person,
): AsyncGenerator<Item> {
  for (let after: string | undefined; ; ) {
    const request = { user_id: userIdSchema.parse(userId), limit: 200, ...(after === undefined ? {} : { after }) };
    const { items, next } = await requestRpc(nats, rpc, request, { timeoutMs: askMs, traceparent });
    yield* items;
    if (next === null) return;
    after = next;
  }
}
