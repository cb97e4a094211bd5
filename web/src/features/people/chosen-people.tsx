import type { Profile } from '@parley/contracts';
import { X } from 'lucide-react';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';

/** Who is chosen so far, each with a way to take the choice back. */
export function ChosenPeople({ people, onRemove }: { people: readonly Profile[]; onRemove(person: Profile): void }) {
  if (people.length === 0) return null;
  return (
    <ul aria-label={texts.people.selected(people.length)} className="mx-5 mb-3 flex max-h-24 shrink-0 flex-wrap gap-1.5 overflow-y-auto">
      {people.map((person) => (
        <li key={person.id} className="flex h-8 items-center gap-1.5 rounded-full bg-accent-soft pe-1 ps-1 text-sm text-on-accent-soft">
          <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size="xs" />
          <span className="max-w-36 truncate">{person.display_name}</span>
          <button
            type="button"
            aria-label={texts.people.remove(person.display_name)}
            onClick={() => onRemove(person)}
            className="flex size-6 items-center justify-center rounded-full hover:bg-surface/60"
          >
            <X className="size-3.5" aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
