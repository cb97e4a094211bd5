import { texts } from '../texts/texts.ts';

/** Times as people say them. `now` is passed in: whoever shows a relative time asks for it again as time goes on. */

const minuteMs = 60_000;
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const longWeekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const fullDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const fullDate = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const dateOnly = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const month = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' });
const dateAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
const everything = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

export function timeOfDay(at: Date): string {
  return clock.format(at);
}

export function fullTime(at: Date): string {
  return everything.format(at);
}

/** November 2026. */
export function monthAndYear(at: Date): string {
  return month.format(at);
}

/** A moment to come: 14:32 today, Tue, 3 Nov, 14:32 later. */
export function momentToCome(at: Date, now: Date): string {
  return daysBetween(now, at) === 0 ? clock.format(at) : dateAndTime.format(at);
}

/** The local calendar day, as a key. */
export function dayKey(at: Date): string {
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
}

/** Whole calendar days between the two, by the local calendar, which knows days of 23 and 25 hours. */
export function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}

/** For a list: now, 5 min, 14:32, Yesterday, Mon, 3 Nov, 3 Nov 2024. */
export function shortTime(at: Date, now: Date): string {
  const ago = now.getTime() - at.getTime();
  if (ago < minuteMs) return texts.time.now;
  if (ago < 60 * minuteMs) return texts.time.minutes(Math.floor(ago / minuteMs));
  const days = daysBetween(at, now);
  if (days === 0) return clock.format(at);
  if (days === 1) return texts.time.yesterday;
  if (days < 7) return weekday.format(at);
  return at.getFullYear() === now.getFullYear() ? dayAndMonth.format(at) : dateOnly.format(at);
}

/** For a divider: Today, Yesterday, Monday, Monday 3 November. */
export function dayName(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0) return texts.time.today;
  if (days === 1) return texts.time.yesterday;
  if (days > 1 && days < 7) return longWeekday.format(at);
  return at.getFullYear() === now.getFullYear() ? fullDay.format(at) : fullDate.format(at);
}

/** In a sentence: just now, 5 min ago, Yesterday at 14:32. */
export function sinceText(at: Date, now: Date): string {
  if (now.getTime() - at.getTime() < minuteMs) return texts.time.justNow;
  const days = daysBetween(at, now);
  if (days === 0) return clock.format(at);
  return texts.time.at(days === 1 ? texts.time.yesterday : shortTime(at, now), clock.format(at));
}
