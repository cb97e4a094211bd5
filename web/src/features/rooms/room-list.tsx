import { useQuery } from '@tanstack/react-query';
import { MessagesSquare, Search, X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { useRoomsByActivity } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { matchRooms } from './room-preview.ts';
import { RoomRow } from './room-row.tsx';

/** Below this many, a filter is more to look at than the list itself. */
const filterFrom = 8;

/** `emptyAction` is what someone without any conversation can do. */
export function RoomList({ emptyAction }: { emptyAction: ReactNode }) {
  const { chat, viewer } = useChat();
  const rooms = useRoomsByActivity();
  const [filter, setFilter] = useState('');
  // The rooms themselves live in the chat engine; this is only whether they have been read.
  const reading = useQuery({ queryKey: ['rooms-read', viewer.id], queryFn: () => chat.loadRooms().then(() => true) });
  const shown = matchRooms(rooms, filter);

  if (rooms.length === 0 && reading.isPending) return <RoomListSkeleton />;
  if (rooms.length === 0 && reading.isError) {
    return (
      <EmptyState
        title={texts.rooms.failed}
        action={
          <Button look="secondary" busy={reading.isFetching} onClick={() => void reading.refetch()}>
            {texts.common.retry}
          </Button>
        }
      />
    );
  }
  if (rooms.length === 0) {
    return (
      <EmptyState
        icon={<MessagesSquare className="size-6" />}
        title={texts.rooms.empty}
        lead={texts.rooms.emptyLead}
        action={emptyAction}
      />
    );
  }
  return (
    <>
      {rooms.length >= filterFrom && <RoomFilter value={filter} onChange={setFilter} />}
      {shown.length === 0 && <p className="px-6 py-8 text-center text-sm text-ink-faint">{texts.rooms.noneMatch}</p>}
      <ul aria-label={texts.rooms.list} className="min-h-0 flex-1 space-y-0.5 overflow-y-auto px-2 pb-3">
        {shown.map((room) => (
          <RoomRow key={room.id} room={room} viewerUsername={viewer.username} />
        ))}
      </ul>
    </>
  );
}

function RoomFilter({ value, onChange }: { value: string; onChange(value: string): void }) {
  const id = useId();
  return (
    <div className="mx-3 mb-2 flex h-9 items-center rounded-md bg-sunken pl-3 focus-within:outline-2 focus-within:outline-accent">
      <Search className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
      <label htmlFor={id} className="sr-only">
        {texts.rooms.filter}
      </label>
      <input
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onChange('')}
        placeholder={texts.rooms.filterPlaceholder}
        className="h-full min-w-0 flex-1 bg-transparent px-2 text-sm outline-none placeholder:text-ink-faint"
      />
      {value !== '' && <IconButton label={texts.common.cancel} icon={X} onClick={() => onChange('')} className="size-8 scale-85" />}
    </div>
  );
}

function RoomListSkeleton() {
  return (
    <Loading className="space-y-1 px-2">
      {Array.from({ length: 7 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without identity
        <div key={row} className="flex items-center gap-3 px-2.5 py-2">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="h-3.5 w-2/5" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </Loading>
  );
}
