import { useMutation } from '@tanstack/react-query';
import { Bell, BellRing, CheckCheck, Settings } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { useStore } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { dayName } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { byDay } from './by-day.ts';
import { NotificationRow } from './notification-row.tsx';
import { RequestAnswer } from './request-answer.tsx';

const filters = ['all', 'unread'] as const;

/** What the person should know, newest day first. The engine keeps it current on every device. */
export function NotificationsPage() {
  const { chat } = useChat();
  const { items, unreadCount, cursor, isLoaded } = useStore(chat.notifications);
  const now = useNow();
  const [filter, setFilter] = useState<(typeof filters)[number]>('all');
  const older = useMutation({ mutationFn: () => chat.loadOlderNotifications() });
  const readAll = useMutation({ mutationFn: () => parley.notifications.markAllRead() });
  const readOne = useMutation({ mutationFn: (id: string) => parley.notifications.markRead(id) });
  const hasFailed = older.isError || readAll.isError || readOne.isError;
  const shown = filter === 'unread' ? items.filter((one) => one.read_at === null) : items;
  useEffect(() => {
    if (hasFailed) announce(texts.notifications.failed);
  }, [hasFailed]);
  return (
    <Page
      title={texts.notifications.title}
      lead={texts.notifications.lead}
      action={
        <>
          <Button look="secondary" busy={readAll.isPending} disabled={unreadCount === 0} onClick={() => readAll.mutate()}>
            <CheckCheck className="size-4" aria-hidden="true" />
            <span className="max-sm:sr-only">{texts.notifications.markAll}</span>
          </Button>
          <Link
            to="/settings/notifications"
            aria-label={texts.notifications.settings}
            title={texts.notifications.settings}
            className="flex size-9 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
          >
            <Settings className="size-5" aria-hidden="true" />
          </Link>
        </>
      }
      toolbar={
        <div className="flex gap-1">
          {filters.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={filter === one}
              onClick={() => setFilter(one)}
              className="flex h-9 items-center gap-1.5 rounded-md px-3 text-sm font-medium text-ink-soft hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-on-accent-soft"
            >
              {texts.notifications.filters[one]}
              {one === 'unread' && unreadCount > 0 && (
                <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-2xs font-semibold text-on-accent tabular-nums">
                  {unreadCount > 99 ? texts.rooms.many : unreadCount}
                </span>
              )}
            </button>
          ))}
        </div>
      }
    >
      {!isLoaded && items.length === 0 ? (
        <RowsSkeleton />
      ) : shown.length === 0 ? (
        <EmptyState
          icon={filter === 'unread' ? <BellRing className="size-6" /> : <Bell className="size-6" />}
          title={filter === 'unread' ? texts.notifications.nothingUnread : texts.notifications.empty}
          lead={filter === 'unread' ? texts.notifications.nothingUnreadLead : texts.notifications.emptyLead}
        />
      ) : (
        byDay(shown).map((day) => (
          <section key={day.key} aria-label={dayName(day.at, now)} className="mb-5">
            <h2 className="px-3 pb-1.5 text-xs font-semibold text-ink-faint">{dayName(day.at, now)}</h2>
            <ul className="space-y-0.5">
              {day.items.map((notification) => (
                <NotificationRow key={notification.id} notification={notification} onRead={readOne.mutate}>
                  {notification.kind === 'friend_request' && notification.friend_request_id !== null && (
                    <RequestAnswer requestId={notification.friend_request_id} notification={notification} />
                  )}
                </NotificationRow>
              ))}
            </ul>
          </section>
        ))
      )}
      {cursor !== null && items.length > 0 && (
        <Button look="quiet" className="w-full" busy={older.isPending} onClick={() => older.mutate()}>
          {texts.notifications.older}
        </Button>
      )}
    </Page>
  );
}
