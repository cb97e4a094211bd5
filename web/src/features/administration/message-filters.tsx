import { X } from 'lucide-react';
import { texts } from '../../texts/texts.ts';
import { DayRange } from '../../ui/day-range.tsx';
import type { MessageFilters } from './message-query.ts';

type Props = {
  filters: MessageFilters;
  /** Known once there is a message of theirs. */
  names: { room: string | undefined; sender: string | undefined };
  onChange(filters: MessageFilters): void;
};

export function MessageFilterBar({ filters, names, onChange }: Props) {
  const words = texts.administration.messageFilters;
  return (
    <fieldset className="flex min-w-0 flex-wrap items-end gap-2">
      <legend className="sr-only">{texts.search.filters}</legend>
      <DayRange
        labels={{ first: texts.search.after, last: texts.search.before }}
        value={{ first: filters.since, last: filters.until }}
        onChange={({ first, last }) => onChange({ ...filters, since: first, until: last })}
      />
      {filters.room && <Chip onRemove={() => onChange({ ...filters, room: undefined })}>{words.room(names.room)}</Chip>}
      {filters.sender && <Chip onRemove={() => onChange({ ...filters, sender: undefined })}>{words.sender(names.sender)}</Chip>}
    </fieldset>
  );
}

function Chip({ children, onRemove }: { children: string; onRemove(): void }) {
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={texts.administration.messageFilters.remove(children)}
      className="flex h-9 max-w-full items-center gap-1.5 rounded-full border border-accent bg-accent-soft px-3 text-sm font-medium text-on-accent-soft hover:border-accent-strong"
    >
      <span className="truncate">{children}</span>
      <X className="size-3.5 shrink-0" aria-hidden="true" />
    </button>
  );
}
