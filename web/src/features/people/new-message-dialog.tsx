import type { Profile } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { describeError } from '../../ui/describe-error.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PeoplePicker } from './people-picker.tsx';

/** One person, one click: the conversation with them opens, whether it is new or not. */
export function NewMessageDialog({ onOpen, onClose }: { onOpen(roomId: string): void; onClose(): void }) {
  const { chat } = useChat();
  const open = useMutation({
    mutationFn: async (person: Profile) => {
      const room = await parley.rooms.create({ type: 'direct', member_ids: [person.id] });
      await chat.loadRoom(room.id);
      return room.id;
    },
    onSuccess: onOpen,
  });
  return (
    <Dialog title={texts.people.newMessageTitle} lead={texts.people.newMessageLead} onClose={onClose}>
      <div className="h-3" />
      {open.isError && (
        <div className="mx-5 mb-3">
          <Notice>{describeError(open.error)}</Notice>
        </div>
      )}
      <PeoplePicker mode="single" chosen={[]} onChange={([person]) => person && !open.isPending && open.mutate(person)} />
    </Dialog>
  );
}
