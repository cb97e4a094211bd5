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

export function StatusTextDialog({ onClose }: { onClose(): void }) {
  const { viewer } = useChat();
  const [text, setText] = useState(viewer.status_text ?? '');
  const save = useMutation({
    mutationFn: (value: string) => parley.users.updateMe({ status_text: value.trim() === '' ? null : value.trim() }),
    onSuccess: onClose,
  });
  return (
    <Dialog title={texts.status.textTitle} lead={texts.status.textLead} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(text);
        }}
      >
        <div className="space-y-3 px-5 pt-3">
          <TextField
            label={texts.status.text}
            placeholder={texts.status.textPlaceholder}
            maxLength={limits.statusTextMax}
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {save.isError && <Notice>{describeError(save.error)}</Notice>}
        </div>
        <DialogActions>
          {viewer.status_text !== null && (
            <Button look="quiet" className="me-auto" onClick={() => save.mutate('')}>
              {texts.status.clear}
            </Button>
          )}
          <Button look="secondary" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" busy={save.isPending}>
            {texts.room.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
