import { ParleyError } from '@parley/client';
import { useMutation } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useMemberList } from './use-member-list.ts';

/** An owner with others around names a successor first; everybody else just leaves. The room goes away by itself when the server tells of it. */
export function LeaveDialog({ room, onClose }: { room: KnownRoom; onClose(): void }) {
  // As it was when it was asked for: once handed over, it is still the same dialog that leaves.
  const [mustHandOver] = useState(room.info.role === 'owner' && room.info.member_count > 1);
  return mustHandOver ? <HandOverDialog room={room} onClose={onClose} /> : <JustLeaveDialog room={room} onClose={onClose} />;
}

function JustLeaveDialog({ room, onClose }: { room: KnownRoom; onClose(): void }) {
  const leave = useMutation({ mutationFn: () => parley.rooms.leave(room.id), onSuccess: onClose });
  const mustTransfer = leave.error instanceof ParleyError && leave.error.code === 'owner_must_transfer';
  return (
    <ConfirmDialog
      title={texts.members.leaveTitle(room.info.name)}
      lead={room.info.member_count === 1 ? texts.room.leaveAlone : texts.members.leaveLead}
      action={texts.members.leaveShort}
      busy={leave.isPending}
      error={leave.isError ? (mustTransfer ? texts.members.ownerMustTransfer : describeError(leave.error)) : undefined}
      onConfirm={() => leave.mutate()}
      onClose={onClose}
    />
  );
}

function HandOverDialog({ room, onClose }: { room: KnownRoom; onClose(): void }) {
  const { viewer } = useChat();
  const [filter, setFilter] = useState('');
  const [successor, setSuccessor] = useState<string>();
  const list = useMemberList(room, filter);
  const candidates = list.members?.filter((member) => member.id !== viewer.id);
  const handOver = useMutation({
    mutationFn: async (userId: string) => {
      // The second try of one whose leaving failed owns it no more.
      if (room.info.role === 'owner') await parley.rooms.transfer(room.id, userId);
      await parley.rooms.leave(room.id);
    },
    onSuccess: onClose,
  });
  return (
    <Dialog title={texts.room.handOverTitle(room.info.name)} lead={texts.room.handOverLead} onClose={onClose}>
      <div className="flex min-h-0 flex-col pt-3">
        <SearchBox
          label={texts.room.filterMembers}
          placeholder={texts.room.filterMembers}
          value={filter}
          onChange={setFilter}
          className="mx-5 mb-2"
        />
        <div className="h-64 min-h-0 shrink overflow-y-auto px-3">
          {candidates ? (
            <ListBox
              aria-label={texts.room.successor}
              items={candidates}
              selectionMode="single"
              selectedKeys={successor === undefined ? [] : [successor]}
              onSelectionChange={(keys) => setSuccessor(keys === 'all' ? undefined : [...keys].map(String)[0])}
              renderEmptyState={() => <p className="px-4 py-6 text-center text-sm text-ink-faint">{texts.room.noMember(filter.trim())}</p>}
              className="outline-none"
            >
              {(member) => (
                <ListBoxItem
                  id={member.id}
                  textValue={member.display_name}
                  className="flex min-h-12 cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 outline-none hover:bg-hover data-focused:bg-hover"
                >
                  {({ isSelected }) => (
                    <>
                      <Avatar id={member.id} name={member.display_name} url={member.avatar_url} size="sm" />
                      <span className={classNames('min-w-0 flex-1 truncate text-sm', isSelected ? 'font-semibold' : 'font-medium')}>
                        {member.display_name}
                        <span className="ms-1.5 text-xs font-normal text-ink-faint">@{member.username}</span>
                      </span>
                      {isSelected && <Check className="size-4.5 text-accent" aria-hidden="true" />}
                    </>
                  )}
                </ListBoxItem>
              )}
            </ListBox>
          ) : (
            <RowsSkeleton rows={4} />
          )}
          {list.hasMore && (
            <Button look="quiet" className="w-full" busy={list.isReadingMore} onClick={list.readMore}>
              {texts.room.showMore}
            </Button>
          )}
        </div>
      </div>
      {handOver.isError && (
        <div className="mx-5 mt-2">
          <Notice>{describeError(handOver.error)}</Notice>
        </div>
      )}
      <DialogActions>
        <Button look="secondary" onClick={onClose}>
          {texts.common.cancel}
        </Button>
        <Button
          look="danger"
          busy={handOver.isPending}
          disabled={successor === undefined}
          onClick={() => successor !== undefined && handOver.mutate(successor)}
        >
          {texts.room.handOver}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
