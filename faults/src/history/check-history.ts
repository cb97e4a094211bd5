import type { History } from './history.ts';
import { acknowledgedIsKept } from './properties/acknowledged-is-kept.ts';
import { changesAreKept } from './properties/changes-are-kept.ts';
import { deletedStaysDeleted } from './properties/deleted-stays-deleted.ts';
import { everyAttemptEnds } from './properties/every-attempt-ends.ts';
import { logIsDense } from './properties/log-is-dense.ts';
import { membersOnly } from './properties/members-only.ts';
import { nobodyIsLoggedOut } from './properties/nobody-is-logged-out.ts';
import { onceEach } from './properties/once-each.ts';
import { oneOrder } from './properties/one-order.ts';
import { realTimeOrder } from './properties/real-time-order.ts';
import { refusedIsNotDone } from './properties/refused-is-not-done.ts';
import { unreadIsExact } from './properties/unread-is-exact.ts';
import { viewsEqualFreshFetch } from './properties/views-equal-fresh-fetch.ts';
import type { Property } from './property.ts';

export const properties = {
  'what was acknowledged is in the log, as it was sent': acknowledgedIsKept,
  'what was done to messages is in the log': changesAreKept,
  'what was deleted stays deleted': deletedStaysDeleted,
  'nothing stands in the log twice': onceEach,
  'the log counts 1, 2, 3, …': logIsDense,
  'what was acknowledged before another was sent stands before it': realTimeOrder,
  'everybody is shown the same events in the same order': oneOrder,
  'nobody is shown what is not theirs to read': membersOnly,
  'what was refused is not done': refusedIsNotDone,
  'every attempt ends': everyAttemptEnds,
  'what every client shows at the end is what a fresh one reads': viewsEqualFreshFetch,
  'unread counts are exact': unreadIsExact,
  'nobody is logged out': nobodyIsLoggedOut,
} as const satisfies Record<string, Property>;

export type PropertyName = keyof typeof properties;
export type Violation = { property: PropertyName; what: string };

/** Enough to see what went wrong; one cause often breaks thousands. */
const shownPerProperty = 10;

/** All that is wrong with what happened; nothing when nothing is. Pure. */
export function checkHistory(history: History): Violation[] {
  return (Object.keys(properties) as PropertyName[]).flatMap((property) => {
    const breaches = properties[property](history);
    const shown = breaches.slice(0, shownPerProperty).map((what) => ({ property, what }));
    const rest = breaches.length - shown.length;
    return rest > 0 ? [...shown, { property, what: `… and ${rest} more` }] : shown;
  });
}
