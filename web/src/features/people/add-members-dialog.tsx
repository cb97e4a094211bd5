import type { Profile } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { useRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ChosenPeople } from './chosen-people.tsx';
import { PeoplePicker } from './people-picker.tsx';

export function AddMembersDialog({ roomId, onClose }: { roomId: string; onClose(): void }) {
  const { viewer } = useChat();
  const room = useRoom(roomId);
  const [chosen, setChosen] = useState<readonly Profile[]>([]);
  const present = useMemo(
    () => new Set<string>([viewer.id, ...(room?.members ?? []).map((member) => member.id)]),
    [viewer.id, room?.members],
  );
  const add = useMutation({
    mutationFn: () =>
      parley.rooms.addMembers(
        roomId,
        chosen.map((person) => person.id),
      ),
    onSuccess: onClose,
  });

  return (
    <Dialog title={texts.people.addTitle} onClose={onClose}>
      <div className="h-3" />
      <ChosenPeople people={chosen} onRemove={(person) => setChosen(chosen.filter((other) => other.id !== person.id))} />
      <PeoplePicker mode="multiple" chosen={chosen} onChange={setChosen} present={present} />
      {add.isError && (
        <div className="mx-5">
          <Notice>{describeError(add.error)}</Notice>
        </div>
      )}
      <DialogActions>
        <Button look="secondary" onClick={onClose}>
          {texts.common.cancel}
        </Button>
        <Button busy={add.isPending} disabled={chosen.length === 0} onClick={() => add.mutate()}>
          {texts.people.add(chosen.length)}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
