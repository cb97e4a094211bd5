import { useEffect, useState } from 'react';
import { useLocation, useNavigationType, useSearchParams } from 'react-router';
import { texts } from '../../texts/texts.ts';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { FilterBar } from './filter-bar.tsx';
import { readFilters, type SearchFilters, writeFilters } from './search-filters.ts';
import { SearchResults } from './search-results.tsx';
import { useMessageSearch } from './use-message-search.ts';

/** Over all conversations. The address carries what is looked for: coming back from a message finds it as it was. */
export function SearchPage() {
  const [parameters, setParameters] = useSearchParams();
  const [filters, setFilters] = useState(() => readFilters(parameters));
  const { key } = useLocation();
  const isOwnChange = useNavigationType() === 'REPLACE';
  const search = useMessageSearch(filters);
  const change = (next: SearchFilters) => {
    setFilters(next);
    setParameters(writeFilters(next), { replace: true });
  };
  // Another search, of the history or of a link. What is typed here goes into the address, and not back from there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per visit
  useEffect(() => {
    if (!isOwnChange) setFilters(readFilters(parameters));
  }, [key]);
  return (
    <Page
      title={texts.search.title}
      lead={texts.search.lead}
      toolbar={
        <div className="space-y-3">
          <SearchBox
            label={texts.search.query}
            placeholder={texts.search.placeholder}
            value={filters.q}
            onChange={(q) => change({ ...filters, q })}
            className="h-11"
            autoFocus
          />
          <FilterBar filters={filters} onChange={change} hasRoom />
        </div>
      }
    >
      <SearchResults search={search} addressOf={({ room_id, seq }) => `/chat/${room_id}?at=${seq}`} showsRoom />
    </Page>
  );
}
