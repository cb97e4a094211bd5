import type { AdminUser, UpdateUserBody } from '@parley/contracts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

type Props = { user: AdminUser; isViewer: boolean; busy: boolean; onChange(change: UpdateUserBody): void };

export function UserRow({ user, isViewer, busy, onChange }: Props) {
  const words = texts.administration;
  const isSuspended = user.suspended_at !== null;
  return (
    <tr className="border-t border-line">
      <td className="py-2 pe-4">
        <span className="flex items-center gap-2.5">
          <Avatar id={user.id} name={user.display_name} url={user.avatar_url} size="sm" />
          <span className="min-w-0">
            <span className="block max-w-48 truncate font-medium">{user.display_name}</span>
            <span className="block max-w-48 truncate text-xs text-ink-faint">@{user.username}</span>
          </span>
        </span>
      </td>
      <td className="max-w-60 truncate py-2 pe-4">{user.email}</td>
      <td className="py-2 pe-4 whitespace-nowrap">
        {words.roles[user.role]}
        {isSuspended && <span className="ms-2 rounded-md bg-danger-soft px-1.5 py-0.5 text-xs text-danger">{words.suspended}</span>}
      </td>
      <td className="py-2 pe-4 tabular-nums">{user.session_count}</td>
      <td className="py-2 pe-4 whitespace-nowrap">{user.last_seen_at ? <RelativeTime at={user.last_seen_at} /> : words.never}</td>
      <td className="py-2 pe-4 whitespace-nowrap">
        <RelativeTime at={user.created_at} />
      </td>
      <td className="py-2 whitespace-nowrap">
        {!isViewer && (
          <>
            <Button look={isSuspended ? 'quiet' : 'quietDanger'} disabled={busy} onClick={() => onChange({ suspended: !isSuspended })}>
              {isSuspended ? words.restore : words.suspend}
            </Button>
            <Button look="quiet" disabled={busy} onClick={() => onChange({ role: user.role === 'admin' ? 'user' : 'admin' })}>
              {user.role === 'admin' ? words.demote : words.promote}
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}
