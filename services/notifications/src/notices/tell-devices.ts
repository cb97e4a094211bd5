import { type NotificationId, subjects, type UserId, type UserSignal } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import type { NotificationsDatabase } from '../notifications-database.ts';
import { countUnread, showNotices } from './show-notices.ts';

export type Telling = { db: NotificationsDatabase; nats: Pick<Nats, 'nc'> };

/** To every open socket of a person. A lost signal is made good when the list is read. */
export function signalDevices(nats: Telling['nats'], userId: UserId, signal: UserSignal): void {
  nats.nc.publish(subjects.user(userId), JSON.stringify(signal));
}

/** Of one frame and one statement: well below what a socket takes at once. */
const idsPerSignal = 100;

/** After a commit: what is gone from lists, and what stands for fewer messages now. As the database has it, whatever became of the rest. */
export async function tellChanges({ db, nats }: Telling, noticeIds: readonly NotificationId[]): Promise<void> {
  for (let from = 0; from < noticeIds.length; from += idsPerSignal) {
    const rows = await db
      .selectFrom('notices')
      .select(['notice_id', 'user_id', 'withdrawn_at'])
      .where('notice_id', 'in', noticeIds.slice(from, from + idsPerSignal))
      .where('delivered_at', 'is not', null)
      .execute();
    const unread = await countUnread(db, [...new Set(rows.map(({ user_id }) => user_id))]);
    const unreadOf = (userId: UserId) => unread.get(userId) ?? 0;
    for (const [userId, own] of Map.groupBy(rows, ({ user_id }) => user_id)) {
      const ids = own.filter(({ withdrawn_at }) => withdrawn_at !== null).map(({ notice_id }) => notice_id);
      if (ids.length > 0) signalDevices(nats, userId, { kind: 'notification.withdrawn', ids, unread_count: unreadOf(userId) });
    }
    const left = rows.filter(({ withdrawn_at }) => withdrawn_at === null).map(({ notice_id }) => notice_id);
    for (const { userId, notification } of await showNotices(db, left)) {
      signalDevices(nats, userId, { kind: 'notification', notification, unread_count: unreadOf(userId), silent: true });
    }
  }
}

/** Notices that a consumer has changed, until its transaction is committed. Told from the database, so that a rolled back one does no harm. */
export function createChanges(telling: Telling, onError: (error: unknown) => void) {
  const most = 10_000;
  let changed = new Set<NotificationId>();
  return {
    add(ids: readonly NotificationId[]): void {
      // Beyond that, lists find out when they are read.
      for (const id of ids) if (changed.size < most) changed.add(id);
    },
    tell(): void {
      if (changed.size === 0) return;
      const ids = [...changed];
      changed = new Set();
      void tellChanges(telling, ids).catch(onError);
    },
  };
}
export type Changes = ReturnType<typeof createChanges>;
