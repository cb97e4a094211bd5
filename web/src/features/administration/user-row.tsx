import type { AdminUser, UpdateUserBody } from '@parley/contracts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Cell, extraCell } from './table.tsx';

type Props = { user: AdminUser; isViewer: boolean; busy: boolean; onOpen(): void; onChange(change: UpdateUserBody): void };

export function UserRow({ user, isViewer, busy, onOpen, onChange }: Props) {
  const words = texts.administration;
  const isSuspended = user.suspended_at !== null;
  return (
    <tr>
      <Cell>
        <button type="button" onClick={onOpen} className="flex items-center gap-2.5 rounded-md text-start hover:underline">
          <Avatar id={user.id} name={user.display_name} url={user.avatar_url} size="sm" />
          <span className="min-w-0">
            <span className="block max-w-48 truncate font-medium">{user.display_name}</span>
            <span className="block max-w-48 truncate text-xs text-ink-faint">@{user.username}</span>
          </span>
        </button>
      </Cell>
      <Cell className="max-w-60 truncate">{user.email}</Cell>
      <Cell className="whitespace-nowrap">
        {words.roles[user.role]}
        {isSuspended && <span className="ms-2 rounded-md bg-danger-soft px-1.5 py-0.5 text-xs text-danger">{words.suspended}</span>}
      </Cell>
      <Cell className={`tabular-nums ${extraCell}`}>{user.session_count}</Cell>
      <Cell className="whitespace-nowrap">{user.last_seen_at ? <RelativeTime at={user.last_seen_at} /> : words.never}</Cell>
      <Cell className={`whitespace-nowrap ${extraCell}`}>
        <RelativeTime at={user.created_at} />
      </Cell>
      <Cell className="whitespace-nowrap">
        {!isViewer && (
          <>
            <Button
              look={isSuspended ? 'quiet' : 'quietDanger'}
              className="h-8 px-2.5"
              disabled={busy}
              onClick={() => onChange({ suspended: !isSuspended })}
            >
              {isSuspended ? words.restore : words.suspend}
            </Button>
            <Button
              look="quiet"
              className="h-8 px-2.5"
              disabled={busy}
              onClick={() => onChange({ role: user.role === 'admin' ? 'user' : 'admin' })}
            >
              {user.role === 'admin' ? words.demote : words.promote}
            </Button>
          </>
        )}
      </Cell>
    </tr>
  );
}
