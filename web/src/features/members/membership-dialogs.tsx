import { ParleyError } from '@parley/client';
import type { Member } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import { parley } from '../../realtime/parley.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { describeError } from '../../ui/describe-error.ts';

/** The room goes away by itself when the server tells of it. */
export function LeaveDialog({ room, onClose }: { room: KnownRoom; onClose(): void }) {
  const leave = useMutation({ mutationFn: () => parley.rooms.leave(room.id), onSuccess: onClose });
  const mustTransfer = leave.error instanceof ParleyError && leave.error.code === 'owner_must_transfer';
  return (
    <ConfirmDialog
      title={texts.members.leaveTitle(room.info.name)}
      lead={texts.members.leaveLead}
      action={texts.members.leaveShort}
      busy={leave.isPending}
      error={leave.isError ? (mustTransfer ? texts.members.ownerMustTransfer : describeError(leave.error)) : undefined}
      onConfirm={() => leave.mutate()}
      onClose={onClose}
    />
  );
}

export function RemoveMemberDialog({ roomId, member, onClose }: { roomId: string; member: Member; onClose(): void }) {
  const remove = useMutation({ mutationFn: () => parley.rooms.removeMember(roomId, member.id), onSuccess: onClose });
  return (
    <ConfirmDialog
      title={texts.members.removeTitle(member.display_name)}
      lead={texts.members.removeLead}
      action={texts.members.removeShort}
      busy={remove.isPending}
      error={remove.isError ? describeError(remove.error) : undefined}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
