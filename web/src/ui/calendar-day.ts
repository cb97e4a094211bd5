const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar here, as `2026-11-21`; undefined for any other text, as addresses may carry. */
export function readDay(text: string | null): string | undefined {
  return text !== null && dayPattern.test(text) ? text : undefined;
}

/** Midnight of a day here, `later` days on, by the calendar: days of 23 and 25 hours included. Undefined for a day that there is not. */
export function startOfDay(day: string, later = 0): string | undefined {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
