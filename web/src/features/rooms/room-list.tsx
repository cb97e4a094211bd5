import { useQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { useRoomsByActivity } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { matchRooms } from './room-preview.ts';
import { RoomRow } from './room-row.tsx';

/** Below this many, a filter is more to look at than the list itself. */
const filterFrom = 6;

/** `emptyAction` is what someone without any conversation can do. */
export function RoomList({ emptyAction }: { emptyAction: ReactNode }) {
  const { chat, viewer } = useChat();
  const rooms = useRoomsByActivity();
  const [filter, setFilter] = useState('');
  // The rooms themselves live in the chat engine; this is only whether they have been read.
  const reading = useQuery({ queryKey: ['rooms-read', viewer.id], queryFn: () => chat.loadRooms().then(() => true) });
  const shown = matchRooms(rooms, filter);

  if (rooms.length === 0 && reading.isPending) return <RowsSkeleton rows={7} className="space-y-1 px-2" />;
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
      {rooms.length >= filterFrom && (
        <SearchBox
          label={texts.rooms.filter}
          placeholder={texts.rooms.filterPlaceholder}
          value={filter}
          onChange={setFilter}
          className="mx-3 mb-2"
        />
      )}
      {shown.length === 0 && <p className="px-6 py-8 text-center text-sm text-ink-faint">{texts.rooms.noneMatch}</p>}
      <ul aria-label={texts.rooms.list} className="min-h-0 flex-1 space-y-0.5 overflow-y-auto px-2 pb-3">
        {shown.map((room) => (
          <RoomRow key={room.id} room={room} viewerUsername={viewer.username} />
        ))}
      </ul>
    </>
  );
}
