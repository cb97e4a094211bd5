import { texts } from '../../../texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';

/** Shown this once: it closes by the button alone, not by a slip of the hand. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose(): void }) {
  return (
    <Dialog title={texts.security.codes} lead={texts.security.codesShown} role="alertdialog" onClose={() => undefined}>
      <ul
        aria-label={texts.security.codes}
        className="mx-5 mt-3 overflow-y-auto rounded-md bg-sunken px-4 py-3 font-mono text-sm select-all"
      >
        {codes.map((code) => (
          <li key={code} className="py-0.5">
            {code}
          </li>
        ))}
      </ul>
      <DialogActions>
        <Button look="secondary" onClick={() => void navigator.clipboard?.writeText(codes.join('\n'))}>
          {texts.security.codesCopy}
        </Button>
        <Button onClick={onClose}>{texts.security.codesKept}</Button>
      </DialogActions>
    </Dialog>
  );
}
