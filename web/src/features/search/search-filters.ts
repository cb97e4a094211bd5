import type { SearchMessagesInput } from '@parley/contracts';
import { readDay, startOfDay } from '../../ui/calendar-day.ts';

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

/** From an address, so that a search can be sent to somebody, or be gone back to. */
export function readFilters(parameters: URLSearchParams): SearchFilters {
  const has = parameters.get('has');
  return {
    q: parameters.get('q') ?? '',
    room: parameters.get('in') ?? undefined,
    from: parameters.get('from') ?? undefined,
    after: readDay(parameters.get('after')),
    before: readDay(parameters.get('before')),
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
  const start = after === undefined ? undefined : startOfDay(after);
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
