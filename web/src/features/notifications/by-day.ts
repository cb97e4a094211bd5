import type { Notification } from '@parley/contracts';
import { dayKey } from '../../ui/time.ts';

export type Day = { key: string; at: Date; items: Notification[] };

/** Newest day first, as the list comes: what happened last comes first. */
export function byDay(notifications: readonly Notification[]): Day[] {
  const days: Day[] = [];
  for (const notification of notifications) {
    const at = new Date(notification.updated_at);
    const key = dayKey(at);
    const last = days.at(-1);
    if (last?.key === key) last.items.push(notification);
    else days.push({ key, at, items: [notification] });
  }
  return days;
}
