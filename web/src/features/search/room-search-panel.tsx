import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { create } from 'zustand';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { FilterBar } from './filter-bar.tsx';
import { countFilters, type SearchFilters } from './search-filters.ts';
import { SearchResults } from './search-results.tsx';
import { useMessageSearch } from './use-message-search.ts';

/** What was looked for last, and where: on a phone the panel is gone while its message is looked at. */
const useLastSearch = create<SearchFilters>(() => ({ q: '' }));

type Props = {
  room: KnownRoom;
  /** Where a message is found, beside the panel or instead of it. */
  addressOf(seq: number): string;
  onBack?: (() => void) | undefined;
  onClose(): void;
};

export function RoomSearchPanel({ room, addressOf, onBack, onClose }: Props) {
  const last = useLastSearch();
  const filters: SearchFilters = last.room === room.id ? last : { q: '', room: room.id };
  const narrowed = countFilters(filters) - 1;
  const [showsFilters, setShowsFilters] = useState(narrowed > 0);
  const search = useMessageSearch(filters);
  const change = (next: SearchFilters) => useLastSearch.setState({ ...next, room: room.id }, true);
  return (
    <PanelFrame title={texts.search.panelTitle} label={texts.search.here} lead={room.info.name} onBack={onBack} onClose={onClose}>
      <div className="space-y-3 border-b border-line p-3">
        <div className="flex items-center gap-1">
          <SearchBox
            label={texts.search.query}
            placeholder={texts.search.placeholderHere}
            value={filters.q}
            onChange={(q) => change({ ...filters, q })}
            className="h-10 min-w-0 flex-1"
            autoFocus
          />
          <IconButton
            label={texts.search.filters}
            icon={SlidersHorizontal}
            aria-expanded={showsFilters}
            aria-pressed={narrowed > 0}
            onClick={() => setShowsFilters(!showsFilters)}
          />
        </div>
        {showsFilters && <FilterBar filters={filters} onChange={change} hasRoom={false} />}
      </div>
      <div className="p-2">
        <SearchResults search={search} addressOf={({ seq }) => addressOf(seq)} showsRoom={false} />
      </div>
    </PanelFrame>
  );
}
