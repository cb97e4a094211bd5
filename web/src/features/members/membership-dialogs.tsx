import type { Member } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { parley } from '../../realtime/parley.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';

type OfMember = { roomId: string; member: Member; onClose(): void };

export function RemoveMemberDialog({ roomId, member, onClose }: OfMember) {
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

export function TransferDialog({ roomId, member, onClose }: OfMember) {
  const transfer = useMutation({ mutationFn: () => parley.rooms.transfer(roomId, member.id), onSuccess: onClose });
  return (
    <ConfirmDialog
      title={texts.room.transferTitle(member.display_name)}
      lead={texts.room.transferLead}
      action={texts.room.transferShort}
      busy={transfer.isPending}
      error={transfer.isError ? describeError(transfer.error) : undefined}
      onConfirm={() => transfer.mutate()}
      onClose={onClose}
    />
  );
}

/** Deleting takes everybody's messages away: typing the name makes sure that it is this room. */
export function DeleteRoomDialog({ room, onClose }: { room: KnownRoom; onClose(): void }) {
  const [typed, setTyped] = useState('');
  const remove = useMutation({ mutationFn: () => parley.rooms.delete(room.id), onSuccess: onClose });
  const isSure = typed.trim() === room.info.name.trim();
  return (
    <Dialog title={texts.room.deleteTitle(room.info.name)} lead={texts.room.deleteLead} role="alertdialog" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure) remove.mutate();
        }}
      >
        <div className="space-y-3 px-5 pt-3">
          <TextField
            label={texts.room.deleteType(room.info.name)}
            value={typed}
            autoFocus
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
          {remove.isError && <Notice>{describeError(remove.error)}</Notice>}
        </div>
        <DialogActions>
          <Button look="secondary" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button look="danger" type="submit" busy={remove.isPending} disabled={!isSure}>
            {texts.room.deleteShort}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
