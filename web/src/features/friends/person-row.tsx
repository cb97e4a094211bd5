import type { PresenceStatus, Profile } from '@parley/contracts';
import type { ReactNode } from 'react';
import { Avatar } from '../../ui/avatar.tsx';

type Props = { person: Profile; status?: PresenceStatus; note: ReactNode; onShowProfile?: () => void; children: ReactNode };

/** Somebody, and what one may do. */
export function PersonRow({ person, status, note, onShowProfile, children }: Props) {
  const who = (
    <>
      <Avatar id={person.id} name={person.display_name} url={person.avatar_url} status={status} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{person.display_name}</span>
        <span className="block truncate text-xs text-ink-faint">
          <span className="hidden sm:inline">@{person.username} · </span>
          {note}
        </span>
      </span>
    </>
  );
  const look = 'flex min-w-44 flex-1 items-center gap-3 rounded-lg px-2 py-2 text-start outline-offset-[-2px]';
  return (
    <li className="flex flex-wrap items-center gap-x-1 rounded-lg pe-1.5 [--ring:var(--surface)] hover:bg-hover hover:[--ring:var(--hover)]">
      {onShowProfile ? (
        <button type="button" onClick={onShowProfile} className={look}>
          {who}
        </button>
      ) : (
        <div className={look}>{who}</div>
      )}
      <div className="ms-auto flex shrink-0 items-center gap-1 py-1">{children}</div>
    </li>
  );
}

export function PeopleSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-5">
      <h2 className="px-2 pb-1.5 text-xs font-semibold text-ink-faint">{title}</h2>
      <ul className="-mx-2 sm:mx-0">{children}</ul>
    </section>
  );
}
