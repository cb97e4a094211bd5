import type { LogEvent, Message } from '@parley/contracts';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { useStore } from '../../realtime/use-store.ts';
import { knownMessage, threadLines } from './thread-lines.ts';
import { useRoomChanges } from './use-room-changes.ts';

const pageSize = 50;

/** What is answered and what answers it, current for as long as somebody looks. */
export function useThread(room: KnownRoom, seq: number) {
  const { chat } = useChat();
  const queries = useQueryClient();
  const outbox = useStore(chat.outbox);
  const known = knownMessage(room.timeline, seq);
  const reading = useQuery({
    queryKey: ['thread', room.id, seq, 'parent'],
    queryFn: () => readMessage(room.id, seq),
    enabled: known === undefined,
  });
  const parent = known ?? reading.data ?? undefined;
  const parentId = parent?.id;
  const replies = useInfiniteQuery({
    queryKey: ['thread', room.id, seq, 'replies'],
    queryFn: ({ pageParam }) => parley.messages.replies(room.id, parentId ?? '', { after: pageParam, limit: pageSize }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.has_more ? Number(page.next_cursor) : undefined),
    enabled: parentId !== undefined,
  });
  const fetched = useMemo(() => replies.data?.pages.flatMap((page) => page.messages) ?? [], [replies.data]);

  // The engine keeps the lines that it holds; what lies before them is read again when something about it changes.
  const floor = room.floor;
  const changesOlder = useCallback(
    (event: LogEvent) => isMessageChange(event) && event.data.message_seq <= floor && isPartOf(event.data.message_seq, seq, fetched),
    [floor, seq, fetched],
  );
  const readAgain = useCallback(() => void queries.invalidateQueries({ queryKey: ['thread', room.id, seq] }), [queries, room.id, seq]);
  useRoomChanges(room.id, changesOlder, readAgain);

  const lines = useMemo(
    () =>
      parentId === undefined
        ? []
        : threadLines({ parentId, fetched, timeline: room.timeline, outbox: outbox.filter((item) => item.roomId === room.id) }),
    [parentId, fetched, room.timeline, room.id, outbox],
  );
  return {
    parent,
    lines,
    isMissing: known === undefined && reading.data === null,
    isLoading: parentId === undefined ? reading.isPending : replies.isPending,
    isFailed: reading.isError || replies.isError,
    hasMore: replies.hasNextPage,
    isReadingMore: replies.isFetchingNextPage,
    readMore: () => void replies.fetchNextPage(),
    retry: readAgain,
  };
}

/** @returns null where there is no message: the line is a notice, or not to be seen */
async function readMessage(roomId: string, seq: number): Promise<Message | null> {
  const { messages } = await parley.messages.history(roomId, { around: seq, limit: 1 });
  return messages.find((message) => message.seq === seq && message.message_type === 'text') ?? null;
}

type Change = Extract<LogEvent, { data: { message_seq: number } }>;

function isMessageChange(event: LogEvent): event is Change {
  return 'message_seq' in event.data;
}

function isPartOf(changedSeq: number, parentSeq: number, replies: readonly Message[]): boolean {
  return changedSeq === parentSeq || replies.some((reply) => reply.seq === changedSeq);
}
