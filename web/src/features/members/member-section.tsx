import type { Member, Profile } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { type KnownRoom, usePresence } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { type MemberAction, memberActions } from './member-actions.ts';
import { MemberRow } from './member-row.tsx';
import { RemoveMemberDialog, TransferDialog } from './membership-dialogs.tsx';
import { useMemberList } from './use-member-list.ts';

type Props = { room: KnownRoom; onAdd(): void; onMessage(userId: string): void; onShowProfile(person: Profile): void };

/** Below this many, a filter is more to look at than the list itself. */
const filterFrom = 8;

export function MemberSection({ room, onAdd, onMessage, onShowProfile }: Props) {
  const { viewer } = useChat();
  const [filter, setFilter] = useState('');
  const [asking, setAsking] = useState<{ action: 'remove' | 'transfer'; member: Member } | null>(null);
  const list = useMemberList(room, filter);
  const changeRole = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: 'admin' | 'member' }) => parley.rooms.changeRole(room.id, member.id, role),
  });
  const isDirect = room.type === 'direct';
  const act = (action: MemberAction, member: Member) => {
    if (action === 'promote' || action === 'demote') changeRole.mutate({ member, role: action === 'promote' ? 'admin' : 'member' });
    else setAsking({ action, member });
  };
  return (
    <div className="p-2">
      <div className="flex items-center gap-2 px-2 pt-2 pb-1.5">
        <h3 className="flex-1 text-sm font-semibold">
          {texts.members.title} <span className="font-normal text-ink-faint tabular-nums">{room.info.member_count}</span>
        </h3>
        {!isDirect && (
          <Button look="quiet" className="h-8 px-2.5" onClick={onAdd}>
            <UserPlus className="size-4" aria-hidden="true" />
            {texts.members.add}
          </Button>
        )}
      </div>
      {room.info.member_count >= filterFrom && (
        <SearchBox
          label={texts.room.filterMembers}
          placeholder={texts.room.filterMembers}
          value={filter}
          onChange={setFilter}
          className="mx-2 mb-2"
        />
      )}
      {changeRole.isError && (
        <div className="mx-2 mb-2">
          <Notice>{describeError(changeRole.error)}</Notice>
        </div>
      )}
      {list.members ? (
        <>
          {list.members.length === 0 && (
            <p className="px-4 py-6 text-center text-sm text-ink-faint">{texts.room.noMember(filter.trim())}</p>
          )}
          <ul aria-label={texts.members.list}>
            {list.members.map((member) => (
              <PresentMember
                key={member.id}
                member={member}
                isViewer={member.id === viewer.id}
                actions={memberActions({
                  roomType: room.type,
                  viewerRole: room.info.role,
                  isViewer: member.id === viewer.id,
                  memberRole: member.role,
                })}
                onAction={(action) => act(action, member)}
                onMessage={isDirect ? undefined : () => onMessage(member.id)}
                onShowProfile={() => onShowProfile(member)}
              />
            ))}
          </ul>
          {list.hasMore && (
            <Button look="quiet" className="mt-1 w-full" busy={list.isReadingMore} onClick={list.readMore}>
              {texts.room.showMore}
            </Button>
          )}
        </>
      ) : list.isError ? (
        <EmptyState
          title={texts.members.failed}
          action={
            <Button look="secondary" onClick={list.retry}>
              {texts.common.retry}
            </Button>
          }
        />
      ) : (
        <RowsSkeleton rows={4} />
      )}
      {asking?.action === 'remove' && <RemoveMemberDialog roomId={room.id} member={asking.member} onClose={() => setAsking(null)} />}
      {asking?.action === 'transfer' && <TransferDialog roomId={room.id} member={asking.member} onClose={() => setAsking(null)} />}
    </div>
  );
}

type RowProps = Omit<React.ComponentProps<typeof MemberRow>, 'presence'>;

function PresentMember(props: RowProps) {
  return <MemberRow {...props} presence={usePresence(props.member.id)} />;
}
