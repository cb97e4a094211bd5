import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { parley } from '../../../realtime/parley.ts';
import { texts } from '../../../texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { Section } from './section.tsx';
import { mfaQuery } from './security-queries.ts';

/** Only where there is a second factor to be without. */
export function CodesSection({ onCodes }: { onCodes(codes: readonly string[]): void }) {
  const { data: status } = useQuery(mfaQuery);
  const [isAsking, setIsAsking] = useState(false);
  if (!status || (!status.totp_enabled && status.passkeys === 0)) return null;
  return (
    <Section title={texts.security.codes} lead={texts.security.codesLead}>
      <div className="flex flex-wrap items-center gap-3">
        <p className="flex-1">{texts.security.codesLeft(status.recovery_codes_left)}</p>
        <Button look="secondary" onClick={() => setIsAsking(true)}>
          {texts.security.codesRenew}
        </Button>
      </div>
      {isAsking && (
        <ConfirmPasswordDialog
          title={texts.security.codesRenew}
          lead={texts.security.codesRenewLead}
          action={texts.security.codesRenew}
          onConfirm={async ({ password }) => onCodes((await parley.mfa.renewRecoveryCodes({ password })).recovery_codes)}
          onClose={() => setIsAsking(false)}
        />
      )}
    </Section>
  );
}
