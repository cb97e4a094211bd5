import { ParleyError } from '@parley/client';
import { useState } from 'react';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** Asks for the password: an open browser is not enough. A code is asked for where the server says that one is needed. */
export function DeleteAccountDialog({ onClose }: { onClose(): void }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();

  const remove = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await parley.users.deleteMe({ ...(password === '' ? {} : { password }), ...(needsCode ? { code } : {}) });
    } catch (error) {
      setBusy(false);
      if (error instanceof ParleyError && error.code === 'mfa_required') setNeedsCode(true);
      else setFailure(describe(error));
    }
  };

  return (
    <Dialog title={texts.settings.deleteTitle} lead={texts.settings.deleteLead} role="alertdialog" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <div className="flex flex-col gap-4 px-5 pt-3">
          {failure && <Notice>{failure}</Notice>}
          <TextField
            label={texts.settings.deletePassword}
            type="password"
            autoComplete="current-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {needsCode && (
            <TextField
              label={texts.settings.deleteCode}
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </div>
        <DialogActions>
          <Button look="secondary" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" look="danger" busy={busy}>
            {texts.settings.deleteConfirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function describe(error: unknown): string {
  if (!(error instanceof ParleyError)) return describeError(error);
  if (error.code === 'invalid_credentials') return texts.security.errors.password;
  if (error.code === 'validation_failed') return texts.settings.deleteNeedsPassword;
  if (error.code === 'mfa_code_invalid') return texts.security.errors.code;
  return error.code === 'last_administrator' ? texts.settings.lastAdministrator : describeError(error);
}
