import type { SearchMessagesInput } from '@parley/contracts';

/** What is looked for. Days are those of the calendar here, as `2026-11-21`. */
export type SearchFilters = {
  q: string;
  /** A room's id. */
  room?: string | undefined;
  /** A username. */
  from?: string | undefined;
  after?: string | undefined;
  before?: string | undefined;
  has?: 'file' | 'link' | undefined;
};

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const day = (value: string | null) => (value !== null && dayPattern.test(value) ? value : undefined);

/** From an address, so that a search can be sent to somebody, or be gone back to. */
export function readFilters(parameters: URLSearchParams): SearchFilters {
  const has = parameters.get('has');
  return {
    q: parameters.get('q') ?? '',
    room: parameters.get('in') ?? undefined,
    from: parameters.get('from') ?? undefined,
    after: day(parameters.get('after')),
    before: day(parameters.get('before')),
    has: has === 'file' || has === 'link' ? has : undefined,
  };
}

export function writeFilters({ q, room, ...others }: SearchFilters): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ q: q.trim(), in: room, ...others })) if (value) parameters.set(name, value);
  return parameters;
}

export function countFilters({ q: _query, ...filters }: SearchFilters): number {
  return Object.values(filters).filter((value) => value !== undefined).length;
}

/** As the server takes it; undefined while there is nothing to look for. Both days are part of what is searched. */
export function searchQuery({ q, room, from, after, before, has }: SearchFilters): SearchMessagesInput | undefined {
  const text = q.trim();
  if (text === '') return undefined;
  const start = after === undefined ? undefined : startOfDay(after, 0);
  const end = before === undefined ? undefined : startOfDay(before, 1);
  return {
    q: text,
    ...(room === undefined ? {} : { room_id: room }),
    ...(from === undefined ? {} : { from }),
    ...(start === undefined ? {} : { after: start }),
    ...(end === undefined ? {} : { before: end }),
    ...(has === undefined ? {} : { has }),
  };
}

/** Midnight of a day here, `later` days on, by the calendar: days of 23 and 25 hours included. */
function startOfDay(text: string, later: number): string | undefined {
  const [year = 0, month = 1, date = 1] = text.split('-').map(Number);
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
