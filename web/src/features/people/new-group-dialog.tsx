import type { Profile } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ChosenPeople } from './chosen-people.tsx';
import { PeoplePicker } from './people-picker.tsx';

export function NewGroupDialog({ onOpen, onClose }: { onOpen(roomId: string): void; onClose(): void }) {
  const { chat } = useChat();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Profile[]>([]);
  // One key per dialog: pressing the button again after a lost answer makes no second group.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const create = useMutation({
    mutationFn: async () => {
      const body = { type: 'group' as const, name: name.trim(), member_ids: chosen.map((person) => person.id) };
      const room = await parley.rooms.create(body, idempotencyKey);
      await chat.loadRoom(room.id);
      return room.id;
    },
    onSuccess: onOpen,
  });
  const isComplete = name.trim() !== '' && chosen.length > 0;

  return (
    <Dialog title={texts.people.newGroupTitle} onClose={onClose}>
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) create.mutate();
        }}
      >
        <TextField
          label={texts.people.groupName}
          placeholder={texts.people.groupNamePlaceholder}
          maxLength={limits.roomNameMax}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="mx-5 mt-2 mb-3"
        />
        <ChosenPeople people={chosen} onRemove={(person) => setChosen(chosen.filter((other) => other.id !== person.id))} />
        <PeoplePicker mode="multiple" chosen={chosen} onChange={setChosen} />
        {create.isError && (
          <div className="mx-5">
            <Notice>{describeError(create.error)}</Notice>
          </div>
        )}
        <DialogActions>
          <Button look="secondary" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" busy={create.isPending} disabled={!isComplete}>
            {texts.people.createGroup}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
