import type { Profile } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { parley } from '../../realtime/parley.ts';

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

/** The value, once it has been the same for a while. */
function useSettled<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
