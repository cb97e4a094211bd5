import type { Member } from '@parley/contracts';
import { useQuery } from '@tanstack/react-query';
import { LogOut, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { type KnownRoom, usePresence } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { MemberRow } from './member-row.tsx';
import { LeaveDialog, RemoveMemberDialog } from './membership-dialogs.tsx';
import { sortMembers } from './sort-members.ts';

type Props = { room: KnownRoom; onAdd(): void; onMessage(member: Member): void; onClose(): void };

/** Who is in the room, and what one may do about it. */
export function MemberPanel({ room, onAdd, onMessage, onClose }: Props) {
  const { chat, viewer } = useChat();
  const [asking, setAsking] = useState<{ remove: Member } | 'leave' | null>(null);
  const reading = useQuery({ queryKey: ['members-read', room.id], queryFn: () => chat.loadMembers(room.id).then(() => true) });
  const isDirect = room.type === 'direct';
  const mayRemove = !isDirect && room.info.role !== 'member';

  return (
    <section aria-label={texts.members.title} className="flex h-full flex-col bg-canvas">
      <header className="flex h-15 shrink-0 items-center gap-2 border-b border-line pr-3 pl-4">
        <h2 className="flex-1 font-semibold">
          {texts.members.title}{' '}
          <span className="font-normal text-ink-faint tabular-nums">{room.members?.length ?? room.info.member_count}</span>
        </h2>
        <IconButton label={texts.common.close} icon={X} onClick={onClose} />
      </header>
      {!isDirect && (
        <div className="px-3 pt-3">
          <Button look="secondary" className="w-full" onClick={onAdd}>
            <UserPlus className="size-4" aria-hidden="true" />
            {texts.members.add}
          </Button>
        </div>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {room.members ? (
          <ul aria-label={texts.members.list}>
            {sortMembers(room.members).map((member) => (
              <PresentMember
                key={member.id}
                member={member}
                isViewer={member.id === viewer.id}
                onMessage={isDirect ? undefined : () => onMessage(member)}
                onRemove={mayRemove && member.role !== 'owner' ? () => setAsking({ remove: member }) : undefined}
              />
            ))}
          </ul>
        ) : reading.isError ? (
          <EmptyState
            title={texts.members.failed}
            action={
              <Button look="secondary" onClick={() => void reading.refetch()}>
                {texts.common.retry}
              </Button>
            }
          />
        ) : (
          <MembersSkeleton />
        )}
      </div>
      {!isDirect && (
        <footer className="border-t border-line p-3">
          <Button look="quietDanger" className="w-full" onClick={() => setAsking('leave')}>
            <LogOut className="size-4" aria-hidden="true" />
            {room.type === 'channel' ? texts.members.leaveChannel : texts.members.leave}
          </Button>
        </footer>
      )}
      {asking === 'leave' && <LeaveDialog room={room} onClose={() => setAsking(null)} />}
      {asking !== null && asking !== 'leave' && (
        <RemoveMemberDialog roomId={room.id} member={asking.remove} onClose={() => setAsking(null)} />
      )}
    </section>
  );
}

type RowProps = Omit<React.ComponentProps<typeof MemberRow>, 'presence'>;

function PresentMember(props: RowProps) {
  return <MemberRow {...props} presence={usePresence(props.member.id)} />;
}

function MembersSkeleton() {
  return (
    <Loading className="space-y-1">
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="flex items-center gap-3 px-2 py-1.5">
          <Skeleton className="size-8 rounded-full" />
          <Skeleton className="h-3.5 w-1/2" />
        </div>
      ))}
    </Loading>
  );
}
