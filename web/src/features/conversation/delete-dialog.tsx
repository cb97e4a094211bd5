import { useMutation } from '@tanstack/react-query';
import { useChat } from '../../realtime/chat-context.tsx';
import { texts } from '../../texts/texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { describeError } from '../../ui/describe-error.ts';

export function DeleteDialog({ roomId, messageId, onClose }: { roomId: string; messageId: string; onClose(): void }) {
  const { chat } = useChat();
  const removing = useMutation({ mutationFn: () => chat.deleteMessage(roomId, messageId), onSuccess: onClose });
  return (
    <ConfirmDialog
      title={texts.messages.removeTitle}
      lead={texts.messages.removeLead}
      action={texts.messages.removeShort}
      busy={removing.isPending}
      error={removing.isError ? describeError(removing.error) : undefined}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    />
  );
}
