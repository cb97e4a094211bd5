import type { AdminUser } from '@parley/contracts';
import { Link } from 'react-router';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { AuditTable } from './audit-table.tsx';
import { RoomsTable } from './rooms-table.tsx';

/** One person: who they are, which rooms they are in, what was done to their account. */
export function UserDialog({ user, onClose }: { user: AdminUser; onClose(): void }) {
  const words = texts.administration;
  return (
    <Dialog title={user.display_name} onClose={onClose} isTitleHidden className="sm:w-[min(56rem,92vw)]">
      <div className="flex flex-col gap-5 overflow-y-auto px-5 pb-5">
        <div className="flex flex-wrap items-center gap-4">
          <Avatar id={user.id} name={user.display_name} url={user.avatar_url} size="xl" />
          <div className="min-w-0 flex-1">
            <p className="truncate text-lg font-semibold">{user.display_name}</p>
            <p className="truncate text-sm text-ink-soft">
              @{user.username} · {user.email}
            </p>
            <p className="text-sm text-ink-soft">
              {words.roles[user.role]}
              {user.suspended_at !== null && ` · ${words.suspended}`}
            </p>
            <p className="text-sm text-ink-soft">
              {words.columns.sessions}: {user.session_count} · {words.columns.since}: <RelativeTime at={user.created_at} />
            </p>
          </div>
          <Link to={`/admin/messages?sender=${user.id}`} onClick={onClose} className="text-sm font-semibold text-accent hover:underline">
            {words.messages}
          </Link>
        </div>
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">{words.rooms}</h3>
          <RoomsTable memberId={user.id} />
        </section>
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">{words.audit}</h3>
          <AuditTable targetId={user.id} />
        </section>
      </div>
    </Dialog>
  );
}
