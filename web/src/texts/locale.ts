/**
 * Which words, and which dates and numbers go with them. Chosen once, before anything is drawn (`start-language.ts`); another
 * choice starts the page again, so nothing has to listen.
 */
let chosen = 'en';

/** For `Intl`: the language of the words, with the reader's region where that speaks it (British dates with English words). */
export function locale(): string {
  return chosen;
}

export function chooseLocale(tag: string): void {
  chosen = tag;
}

/** 12,345 as the chosen language writes it. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(chosen).format(value);
}

/** Alice, Bob and Carol. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(chosen, { type: 'conjunction' }).format(items);
}

/** A format of dates that is made when it is first needed, for the choice falls after modules are loaded. */
export function dateFormat(options: Intl.DateTimeFormatOptions): (at: Date) => string {
  let made: { tag: string; format: Intl.DateTimeFormat } | undefined;
  return (at) => {
    if (made?.tag !== chosen) made = { tag: chosen, format: new Intl.DateTimeFormat(chosen, options) };
    return made.format.format(at);
  };
}
