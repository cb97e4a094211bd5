import { Link2, Paperclip, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRoomsByActivity } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DayRange } from '../../ui/day-range.tsx';
import { Labelled, smallField } from '../../ui/labelled.tsx';
import { PersonFilter } from './person-filter.tsx';
import { countFilters, type SearchFilters } from './search-filters.ts';

type Props = {
  filters: SearchFilters;
  onChange(filters: SearchFilters): void;
  /** In one conversation there is none to choose. */
  hasRoom: boolean;
};

/** What narrows a search down. */
export function FilterBar({ filters, onChange, hasRoom }: Props) {
  const change = (part: Partial<SearchFilters>) => onChange({ ...filters, ...part });
  const own = countFilters(hasRoom ? filters : { ...filters, room: undefined });
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{texts.search.filters}</legend>
      <div className={classNames('grid grid-cols-2 gap-2', hasRoom && 'sm:grid-cols-4')}>
        {hasRoom && <RoomFilter value={filters.room} onChange={(room) => change({ room })} />}
        <PersonFilter value={filters.from} onChange={(from) => change({ from })} />
        <DayRange
          labels={{ first: texts.search.after, last: texts.search.before }}
          value={{ first: filters.after, last: filters.before }}
          onChange={({ first, last }) => change({ after: first, before: last })}
        />
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        <Toggle icon={<Paperclip />} isOn={filters.has === 'file'} onToggle={(on) => change({ has: on ? 'file' : undefined })}>
          {texts.search.hasFile}
        </Toggle>
        <Toggle icon={<Link2 />} isOn={filters.has === 'link'} onToggle={(on) => change({ has: on ? 'link' : undefined })}>
          {texts.search.hasLink}
        </Toggle>
        {own > 0 && (
          <Button
            look="quiet"
            className="ms-auto h-8 px-2.5"
            onClick={() => onChange({ q: filters.q, ...(hasRoom ? {} : { room: filters.room }) })}
          >
            <X className="size-4" aria-hidden="true" />
            {texts.search.clear}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function RoomFilter({ value, onChange }: { value: string | undefined; onChange(roomId: string | undefined): void }) {
  const rooms = useRoomsByActivity();
  return (
    <Labelled label={texts.search.room}>
      {(id) => (
        <select id={id} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} className={smallField}>
          <option value="">{texts.search.everywhere}</option>
          {rooms.map((room) => (
            <option key={room.id} value={room.id}>
              {room.info.name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function Toggle({ icon, isOn, onToggle, children }: { icon: ReactNode; isOn: boolean; onToggle(on: boolean): void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={() => onToggle(!isOn)}
      className="flex h-8 items-center gap-1.5 rounded-full border border-line-strong px-3 text-sm font-medium text-ink-soft hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-on-accent-soft"
    >
      <span className="flex *:size-3.5" aria-hidden="true">
        {icon}
      </span>
      {children}
    </button>
  );
}
