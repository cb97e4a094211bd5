import { useQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { isWaiting, useShownRooms } from '../../realtime/use-shown-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { usePreferences } from '../../ui/preferences.ts';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { matchRooms } from './room-preview.ts';
import { RoomRow } from './room-row.tsx';

/** Below this many, a filter is more to look at than the list itself. */
const filterFrom = 6;

/** `emptyAction` is what someone without any conversation can do. */
export function RoomList({ emptyAction, onLeave }: { emptyAction: ReactNode; onLeave(roomId: string): void }) {
  const { chat, viewer } = useChat();
  const rooms = useShownRooms();
  const unreadFirst = usePreferences((preferences) => preferences.unreadFirst);
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
          className="mx-3 mb-2 in-data-rail:hidden"
        />
      )}
      {shown.length === 0 && <p className="px-6 py-8 text-center text-sm text-ink-faint">{texts.rooms.noneMatch}</p>}
      <ul aria-label={texts.rooms.list} className="min-h-0 flex-1 space-y-0.5 overflow-y-auto px-2 pb-3">
        {unreadFirst && shown.some(isWaiting) && <SectionTitle>{texts.rooms.unreadSection}</SectionTitle>}
        {shown.map((room, index) => {
          const before = shown[index - 1];
          const beginsRest = unreadFirst && before !== undefined && isWaiting(before) && !isWaiting(room);
          return (
            <Fragment key={room.id}>
              {beginsRest && <SectionTitle>{texts.rooms.restSection}</SectionTitle>}
              <RoomRow room={room} viewerUsername={viewer.username} onLeave={() => onLeave(room.id)} />
            </Fragment>
          );
        })}
      </ul>
    </>
  );
}

function SectionTitle({ children }: { children: string }) {
  return <li className="px-2.5 pt-3 pb-1 text-xs font-semibold text-ink-faint in-data-rail:sr-only">{children}</li>;
}
