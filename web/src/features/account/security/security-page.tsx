import type { Account } from '@parley/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../../../texts/texts.ts';
import { Notice } from '../../../ui/notice.tsx';
import { AddressSection } from './address-section.tsx';
import { AppSection } from './app-section.tsx';
import { CodesSection } from './codes-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx';
import { mfaQuery } from './security-queries.ts';

/** What protects one's account. */
export function SecurityPage({ viewer }: { viewer: Account }) {
  const queries = useQueryClient();
  const { error } = useQuery(mfaQuery);
  const [codes, setCodes] = useState<readonly string[]>();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['security'] });
  const show = (given: readonly string[] | null) => given && setCodes(given);

  return (
    <>
      {error && <Notice>{texts.security.failed}</Notice>}
      <AddressSection viewer={viewer} />
      <PasswordSection onChanged={refresh} />
      <PasskeysSection onChanged={refresh} onCodes={show} />
      <AppSection onChanged={refresh} onCodes={show} />
      <CodesSection onCodes={setCodes} />
      <DevicesSection />
      {codes && (
        <RecoveryCodesDialog
          codes={codes}
          onClose={() => {
            setCodes(undefined);
            refresh();
          }}
        />
      )}
    </>
  );
}
