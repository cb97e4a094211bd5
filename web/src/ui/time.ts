import { dateFormat } from '../texts/locale.ts';
import { texts } from '../texts/texts.ts';
import { usePreferences } from './preferences.ts';

/** Times as people say them. `now` is passed in: whoever shows a relative time asks for it again as time goes on. */

const minuteMs = 60_000;
const clocks = {
  system: dateFormat({ hour: 'numeric', minute: '2-digit' }),
  '12': dateFormat({ hour: 'numeric', minute: '2-digit', hour12: true }),
  '24': dateFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
};
/** As somebody chose to read the time of day. */
const clock = (at: Date) => clocks[usePreferences.getState().timeFormat](at);
const weekday = dateFormat({ weekday: 'short' });
const longWeekday = dateFormat({ weekday: 'long' });
const dayAndMonth = dateFormat({ day: 'numeric', month: 'short' });
const fullDay = dateFormat({ weekday: 'long', day: 'numeric', month: 'long' });
const fullDate = dateFormat({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const dateOnly = dateFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const month = dateFormat({ month: 'long', year: 'numeric' });
const dateAndTime = dateFormat({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
const everything = dateFormat({ dateStyle: 'full', timeStyle: 'short' });

export function timeOfDay(at: Date): string {
  return clock(at);
}

export function fullTime(at: Date): string {
  return everything(at);
}

/** November 2026. */
export function monthAndYear(at: Date): string {
  return month(at);
}

/** A moment to come: 14:32 today, Tue, 3 Nov, 14:32 later. */
export function momentToCome(at: Date, now: Date): string {
  return daysBetween(now, at) === 0 ? clock(at) : dateAndTime(at);
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
  if (days === 0) return clock(at);
  if (days === 1) return texts.time.yesterday;
  if (days < 7) return weekday(at);
  return at.getFullYear() === now.getFullYear() ? dayAndMonth(at) : dateOnly(at);
}

/** For a divider: Today, Yesterday, Monday, Monday 3 November. */
export function dayName(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0) return texts.time.today;
  if (days === 1) return texts.time.yesterday;
  if (days > 1 && days < 7) return longWeekday(at);
  return at.getFullYear() === now.getFullYear() ? fullDay(at) : fullDate(at);
}

/** In a sentence: just now, 5 min ago, Yesterday at 14:32. */
export function sinceText(at: Date, now: Date): string {
  if (now.getTime() - at.getTime() < minuteMs) return texts.time.justNow;
  const days = daysBetween(at, now);
  if (days === 0) return clock(at);
  return texts.time.at(days === 1 ? texts.time.yesterday : shortTime(at, now), clock(at));
}
