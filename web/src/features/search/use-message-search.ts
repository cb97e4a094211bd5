import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { parley } from '../../realtime/parley.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { type SearchFilters, searchQuery } from './search-filters.ts';

const pauseMs = 250;
const pageSize = 20;

/** What is found, once somebody pauses. What was found before stays until the next answer is there. */
export function useMessageSearch(filters: SearchFilters) {
  const query = searchQuery(useSettled(filters, pauseMs));
  const search = useInfiniteQuery({
    queryKey: ['search', query],
    queryFn: ({ pageParam, signal }) =>
      parley.messages.search({ q: '', ...query, limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: query !== undefined,
    placeholderData: keepPreviousData,
    // Deleted and edited messages should not be found for long.
    gcTime: 60_000,
  });
  return {
    isAsked: query !== undefined,
    found: query === undefined ? undefined : search.data?.pages.flatMap((page) => page.items),
    isOld: search.isPlaceholderData,
    error: search.error,
    isFetching: search.isFetching,
    hasMore: search.hasNextPage,
    isReadingMore: search.isFetchingNextPage,
    readMore: () => void search.fetchNextPage(),
    retry: () => void search.refetch(),
  };
}

export type MessageSearch = ReturnType<typeof useMessageSearch>;
