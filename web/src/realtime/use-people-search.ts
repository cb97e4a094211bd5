import type { Profile } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSettled } from '../ui/use-settled.ts';
import { parley } from './parley.ts';

const pauseMs = 200;

/** People for what is typed, once somebody pauses. What was found stays until the next answer is there. */
export function usePeopleSearch(text: string, viewerId: string) {
  const query = useSettled(text.trim(), pauseMs);
  const enabled = query.length >= limits.searchMin;
  const search = useQuery({
    queryKey: ['people', query],
    queryFn: ({ signal }) => parley.users.search({ q: query, limit: limits.searchDefault }, signal),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const people: Profile[] = enabled ? (search.data?.items ?? []).filter((person) => person.id !== viewerId) : [];
  return { query, people, enabled, isPending: enabled && search.isPending, isError: search.isError, retry: () => void search.refetch() };
}
