import '../../../texts/member-texts.ts';
import type { Account } from '@parley/contracts';
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
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

/** What protects one's account. Its own chunk: most visits to Parley are not for this. */
export function SecurityPage({ viewer }: { viewer: Account }) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1 } } }));
  return (
    <QueryClientProvider client={queries}>
      <Page viewer={viewer} />
    </QueryClientProvider>
  );
}

function Page({ viewer }: { viewer: Account }) {
  const queries = useQueryClient();
  const { error } = useQuery(mfaQuery);
  const [codes, setCodes] = useState<readonly string[]>();
  const refresh = () => void queries.invalidateQueries({ queryKey: ['security'] });
  const show = (given: readonly string[] | null) => given && setCodes(given);

  return (
    <main className="mx-auto flex w-full max-w-160 flex-col gap-5 px-4 py-6 sm:py-10">
      <header>
        <Link to="/chat" className="mb-4 inline-flex items-center gap-2 text-sm font-semibold text-accent hover:underline">
          <ArrowLeft className="size-4 rtl:-scale-x-100" aria-hidden="true" />
          {texts.common.back}
        </Link>
        <h1 className="text-xl font-semibold tracking-tight">{texts.security.title}</h1>
        <p className="mt-1 text-sm text-ink-soft">{texts.security.lead}</p>
      </header>
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
    </main>
  );
}
