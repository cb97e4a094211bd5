export type QuietPreferences = {
  muted_until: Date | null;
  quiet_from: string | null;
  quiet_to: string | null;
  quiet_zone: string | null;
};

/** Whether somebody does not want to be disturbed now: notifications are listed then, and make no noise anywhere. */
export function isQuiet(preferences: QuietPreferences | undefined, now: Date): boolean {
  if (preferences === undefined) return false;
  const { muted_until, quiet_from: from, quiet_to: to, quiet_zone: zone } = preferences;
  if (muted_until !== null && muted_until > now) return true;
  if (from === null || to === null || zone === null) return false;
  const time = timeOfDay(now, zone);
  // Over midnight when the end comes first. Times of day compare as text.
  return from < to ? from <= time && time < to : time >= from || time < to;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** As clocks there show it, whatever season: `22:05`. */
function timeOfDay(now: Date, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    // There are some 600 names of time zones.
    if (formats.size < 1_000) formats.set(zone, format);
  }
  return format.format(now);
}
