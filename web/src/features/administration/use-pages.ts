import { useInfiniteQuery } from '@tanstack/react-query';

type Page<Item> = { items: Item[]; next_cursor: string | null };

/** A list that the server gives page by page. */
export function usePages<Item>(
  queryKey: readonly unknown[],
  fetchPage: (cursor: string | undefined) => Promise<Page<Item>>,
  { enabled = true } = {},
) {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled,
  });
  return { pages: list, items: list.data?.pages.flatMap((page) => page.items) ?? [] };
}
