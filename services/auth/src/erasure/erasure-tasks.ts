import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { AuthDatabase, AuthTables } from '../auth-database.ts';

export type ErasureTask = AuthTables['erasure_tasks']['task'];

const tasksOfPerson: readonly ErasureTask[] = ['redis', 'presence', 'broker'];
const tried = new Counter({
  name: 'parley_erasure_tasks_total',
  help: 'What was left to do outside of the database when an account was erased, by what became of it: done, or to be tried again',
  labelNames: ['task', 'outcome'],
});

export async function addErasureTasks(trx: AuthDatabase, userId: string, now: Date): Promise<void> {
  const rows = tasksOfPerson.map((task) => ({ user_id: userId, task, created_at: now, due_at: now }));
  await trx.insertInto('erasure_tasks').values(rows).execute();
}

/** What each task does. It may be done twice. False: not yet possible. */
export type ErasureWork = Record<ErasureTask, (userId: string) => Promise<boolean>>;

export type ErasureQueue = { run(signal: AbortSignal): Promise<void>; wake(): void };
type Options = { db: AuthDatabase; clock: () => Date; log: Logger; work: ErasureWork; pollMs?: number };

const longestWaitMs = 5 * 60_000;

/** Does what is due, and tries again for ever: a person who was promised to be forgotten must be. Replicas share the work. */
export function createErasureQueue({ db, clock, log, work, pollMs = 1_000 }: Options): ErasureQueue {
  let nudge = new AbortController();
  return {
    wake: () => nudge.abort(),
    async run(signal) {
      while (!signal.aborted) {
        // Before looking: a task that is added from here on cuts the wait short.
        nudge = new AbortController();
        while (!signal.aborted && (await doNext({ db, clock, log, work }))) {}
        await delay(pollMs, undefined, { signal: AbortSignal.any([signal, nudge.signal]) }).catch(() => undefined);
      }
    },
  };
}

async function doNext({ db, clock, log, work }: Omit<Options, 'pollMs'>): Promise<boolean> {
  const due = await claim(db, clock());
  if (!due) return false;
  const { user_id, task, attempts } = due;
  let done = false;
  try {
    done = await work[task](user_id);
  } catch (error) {
    // The first tries may meet a neighbour that is just starting.
    log[attempts < 5 ? 'info' : 'warn']({ err: error, task, user_id, attempts }, 'erasing will be tried again');
  }
  tried.inc({ task, outcome: done ? 'done' : 'again' });
  if (done) await db.deleteFrom('erasure_tasks').where('user_id', '=', user_id).where('task', '=', task).execute();
  return true;
}

/** The next try comes after 0.5 s, 1 s, 2 s, … at most 5 minutes. */
async function claim(db: AuthDatabase, now: Date) {
  const next = sql<Date>`${now}::timestamptz + least(500 * 2 ^ least(attempts, 20), ${longestWaitMs}) * interval '1 ms'`;
  return db
    .updateTable('erasure_tasks')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), due_at: next }))
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('user_id', 'task'),
        'in',
        selectFrom('erasure_tasks')
          .select(['user_id', 'task'])
          .where('due_at', '<=', now)
          .orderBy('due_at')
          .limit(1)
          .forUpdate()
          .skipLocked()
          .$asTuple('user_id', 'task'),
      ),
    )
    .returning(['user_id', 'task', 'attempts'])
    .executeTakeFirst();
}
