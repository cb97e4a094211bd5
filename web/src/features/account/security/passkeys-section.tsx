import type { Passkey } from '@parley/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { parley } from '../../../realtime/parley.ts';
import { texts } from '../../../texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { describeSecurityError } from '../describe-security-error.ts';
import { createPasskey, isIpAddress, passkeysSupported } from '../webauthn.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { Section } from './section.tsx';
import { passkeysQuery } from './security-queries.ts';

type Props = { onChanged(): void; onCodes(codes: readonly string[] | null): void };

export function PasskeysSection({ onChanged, onCodes }: Props) {
  const passkeys = useQuery(passkeysQuery);
  const [isAdding, setIsAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey>();

  const add = async ({ password, name }: { password: string; name: string }) => {
    const response = await createPasskey(await parley.passkeys.creationOptions({ password }));
    const { recovery_codes } = await parley.passkeys.add({ name, response });
    onChanged();
    onCodes(recovery_codes);
  };

  return (
    <Section title={texts.security.passkeys} lead={texts.security.passkeysLead}>
      {passkeys.error && <Notice>{texts.security.failed}</Notice>}
      {passkeys.data?.items.length === 0 && <p className="text-sm text-ink-faint">{texts.security.passkeyNone}</p>}
      {passkeys.data && passkeys.data.items.length > 0 && (
        <ul className="divide-y divide-line">
          {passkeys.data.items.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onRenamed={onChanged} onRemove={() => setRemoving(passkey)} />
          ))}
        </ul>
      )}
      {passkeysSupported() ? (
        <Button look="secondary" className="self-start" onClick={() => setIsAdding(true)}>
          {texts.security.passkeyAdd}
        </Button>
      ) : (
        <p className="text-sm text-ink-faint">
          {isIpAddress(location.hostname) ? texts.security.passkeysNeedName : texts.security.unsupported}
        </p>
      )}
      {isAdding && (
        <ConfirmPasswordDialog
          title={texts.security.passkeyAdd}
          lead={texts.security.passkeyAddLead}
          action={texts.security.goOn}
          naming={{ label: texts.security.passkeyName, hint: texts.security.passkeyNameHint }}
          onConfirm={add}
          onClose={() => setIsAdding(false)}
        />
      )}
      {removing && (
        <ConfirmPasswordDialog
          title={texts.security.passkeyRemoveTitle(removing.name)}
          lead={texts.security.passkeyRemoveLead}
          action={texts.security.passkeyRemove}
          danger
          onConfirm={async ({ password }) => {
            await parley.passkeys.remove(removing.id, { password });
            onChanged();
          }}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </Section>
  );
}

function PasskeyRow({ passkey, onRenamed, onRemove }: { passkey: Passkey; onRenamed(): void; onRemove(): void }) {
  const [name, setName] = useState<string>();
  const [failure, setFailure] = useState<string>();

  const rename = async (event: React.FormEvent) => {
    event.preventDefault();
    const wanted = name?.trim() ?? '';
    if (wanted === '') return;
    setFailure(undefined);
    try {
      await parley.passkeys.rename(passkey.id, wanted);
      setName(undefined);
      onRenamed();
    } catch (error) {
      setFailure(describeSecurityError(error));
    }
  };

  if (name !== undefined) {
    return (
      <li className="py-3">
        {failure && <Notice>{failure}</Notice>}
        <form onSubmit={rename} className="flex items-end gap-2">
          <TextField
            label={texts.security.passkeyName}
            value={name}
            maxLength={60}
            autoFocus
            className="flex-1"
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" className="h-11">
            {texts.security.passkeySave}
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li className="flex items-center gap-2 py-3">
      <p className="min-w-0 flex-1">
        <span className="block truncate font-medium">{passkey.name}</span>
        <span className="block text-sm text-ink-faint">
          {passkey.last_used_at ? (
            <>
              {texts.security.passkeyUsed} <RelativeTime at={passkey.last_used_at} />
            </>
          ) : (
            texts.security.passkeyNeverUsed
          )}
        </span>
      </p>
      <Button look="quiet" onClick={() => setName(passkey.name)} aria-label={texts.security.passkeyRenameLabel(passkey.name)}>
        {texts.security.passkeyRename}
      </Button>
      <Button look="quietDanger" onClick={onRemove} aria-label={texts.security.passkeyRemoveLabel(passkey.name)}>
        {texts.security.passkeyRemove}
      </Button>
    </li>
  );
}
