import { texts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Notice } from './notice.tsx';

type Props = {
  title: string;
  lead: string;
  action: string;
  busy: boolean;
  error: string | undefined;
  onConfirm(): void;
  onClose(): void;
};

/** Asks before what can't be taken back. The safe answer has the focus. */
export function ConfirmDialog({ title, lead, action, busy, error, onConfirm, onClose }: Props) {
  return (
    <Dialog title={title} lead={lead} role="alertdialog" onClose={onClose}>
      {error && (
        <div className="px-5 pt-3">
          <Notice>{error}</Notice>
        </div>
      )}
      <DialogActions>
        <Button look="secondary" onClick={onClose} autoFocus>
          {texts.common.cancel}
        </Button>
        <Button look="danger" busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
