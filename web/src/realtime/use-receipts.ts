import type { Receipts } from '@parley/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useChat } from './chat-context.tsx';
import { parley } from './parley.ts';

/** How far each of the others has read; empty where the room does not show it. */
export type ReadPlaces = ReadonlyMap<string, number>;

const nobody: ReadPlaces = new Map();

/** Read once, then kept current by what the socket tells; read again after a connection, for nobody tells what was missed. */
export function useReceipts(roomId: string): ReadPlaces {
  const { chat, viewer } = useChat();
  const queries = useQueryClient();
  const queryKey = useMemo(() => ['receipts', roomId], [roomId]);
  const { data } = useQuery({ queryKey, queryFn: () => parley.messages.receipts(roomId), staleTime: Number.POSITIVE_INFINITY });

  useEffect(() => {
    const unsubscribe = [
      chat.on('ready', () => void queries.invalidateQueries({ queryKey })),
      chat.on('event', ({ room_id, type }) => {
        if (room_id === roomId && (type === 'room.updated' || type === 'member.joined')) void queries.invalidateQueries({ queryKey });
      }),
      chat.on('control', (frame) => {
        if (frame.type !== 'read.updated' || frame.data.room_id !== roomId || frame.data.user_id === viewer.id) return;
        queries.setQueryData<Receipts>(queryKey, (known) => known && withReceipt(known, frame.data));
      }),
    ];
    return () => {
      for (const end of unsubscribe) end();
    };
  }, [chat, queries, queryKey, roomId, viewer.id]);

  return useMemo(() => {
    if (!data?.shows_receipts) return nobody;
    return new Map(data.receipts.flatMap(({ user_id, last_read_seq }) => (user_id === viewer.id ? [] : [[user_id, last_read_seq]])));
  }, [data, viewer.id]);
}

type Told = Pick<Receipts['receipts'][number], 'user_id' | 'last_read_seq'>;

/** Never moves back: who marks something as unread has read it all the same. */
function withReceipt(known: Receipts, { user_id, last_read_seq }: Told): Receipts {
  const before = known.receipts.find((receipt) => receipt.user_id === user_id);
  if (before && before.last_read_seq >= last_read_seq) return known;
  const told = { user_id, last_read_seq, last_read_at: null };
  return { ...known, receipts: [...known.receipts.filter((receipt) => receipt !== before), told] };
}
