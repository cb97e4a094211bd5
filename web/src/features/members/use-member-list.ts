import type { Member } from '@parley/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { filterMembers } from './filter-members.ts';
import { sortMembers } from './sort-members.ts';

/** Up to here all members are read and kept current by the room's log; beyond, they are read a page at a time, as far as somebody looks. */
const readWholeMax = 300;
const pageSize = 100;
const pauseMs = 200;
const rereadAfterMs = 1_000;

export type MemberList = {
  members: readonly Member[] | null;
  isError: boolean;
  retry(): void;
  hasMore: boolean;
  isReadingMore: boolean;
  readMore(): void;
};

export function useMemberList(room: KnownRoom, filter: string): MemberList {
  const isWhole = room.info.member_count <= readWholeMax;
  const whole = useWholeList(room, filter, isWhole);
  const paged = usePagedList(room, filter, !isWhole);
  return isWhole ? whole : paged;
}

function useWholeList(room: KnownRoom, filter: string, enabled: boolean): MemberList {
  const { chat } = useChat();
  const reading = useQuery({ queryKey: ['members-read', room.id], queryFn: () => chat.loadMembers(room.id).then(() => true), enabled });
  const members = useMemo(() => room.members && sortMembers(filterMembers(room.members, filter)), [room.members, filter]);
  return {
    members: enabled ? members : null,
    isError: reading.isError,
    retry: () => void reading.refetch(),
    hasMore: false,
    isReadingMore: false,
    readMore: () => undefined,
  };
}

function usePagedList(room: KnownRoom, filter: string, enabled: boolean): MemberList {
  const { chat } = useChat();
  const queries = useQueryClient();
  const q = useSettled(filter.trim(), pauseMs);
  const reading = useInfiniteQuery({
    queryKey: ['members-paged', room.id, q],
    queryFn: ({ pageParam }) =>
      parley.rooms.members(room.id, { limit: pageSize, ...(q === '' ? {} : { q }), ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (page) => (page.has_more ? page.next_cursor : null),
    placeholderData: keepPreviousData,
    enabled,
  });
  useEffect(() => {
    if (!enabled) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = chat.on('event', (event) => {
      if (event.room_id !== room.id || !event.type.startsWith('member.') || timer !== undefined) return;
      // Hundreds may join at once: one more reading for all of them.
      timer = setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: ['members-paged', room.id] });
      }, rereadAfterMs);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [chat, queries, room.id, enabled]);
  const members = useMemo(() => reading.data?.pages.flatMap((page) => page.items) ?? null, [reading.data]);
  return {
    members,
    isError: reading.isError,
    retry: () => void reading.refetch(),
    hasMore: reading.hasNextPage,
    isReadingMore: reading.isFetchingNextPage,
    readMore: () => void reading.fetchNextPage(),
  };
}
