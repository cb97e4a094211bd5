import { Link2, Paperclip, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useRoomsByActivity } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { PersonFilter } from './person-filter.tsx';
import { countFilters, type SearchFilters } from './search-filters.ts';

type Props = {
  filters: SearchFilters;
  onChange(filters: SearchFilters): void;
  /** In one conversation there is none to choose. */
  hasRoom: boolean;
};

const field =
  'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink hover:border-ink-faint focus-visible:outline-offset-0';

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
        <Labelled label={texts.search.after}>
          {(id) => (
            <input
              id={id}
              type="date"
              value={filters.after ?? ''}
              max={filters.before}
              onChange={(event) => change({ after: event.target.value || undefined })}
              className={field}
            />
          )}
        </Labelled>
        <Labelled label={texts.search.before}>
          {(id) => (
            <input
              id={id}
              type="date"
              value={filters.before ?? ''}
              min={filters.after}
              onChange={(event) => change({ before: event.target.value || undefined })}
              className={field}
            />
          )}
        </Labelled>
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
        <select id={id} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} className={field}>
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

function Labelled({ label, children }: { label: string; children(id: string): ReactNode }) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink-soft">
        {label}
      </label>
      {children(id)}
    </div>
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
