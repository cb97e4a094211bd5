import type { Account } from '@parley/contracts';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { formatNumber } from '../../texts/locale.ts';
import { texts } from '../../texts/texts.ts';
import { PageLayout, PageSection } from '../../ui/page-layout.tsx';
import { AuditTable } from './audit-table.tsx';
import { UsersTable } from './users-table.tsx';

/** For administrators. Hiding it from others is a courtesy: the server refuses them whatever they open. */
export function AdminPage({ viewer }: { viewer: Account }) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }));
  if (viewer.role !== 'admin') return <Navigate to="/chat" replace />;
  return (
    <QueryClientProvider client={queries}>
      <PageLayout title={texts.administration.title} lead={texts.administration.lead} wide>
        <Numbers />
        <PageSection title={texts.administration.people}>
          <UsersTable viewerId={viewer.id} />
        </PageSection>
        <PageSection title={texts.administration.audit}>
          <AuditTable />
        </PageSection>
      </PageLayout>
    </QueryClientProvider>
  );
}

function Numbers() {
  const { data } = useQuery({ queryKey: ['stats'], queryFn: () => parley.admin.stats() });
  const services = data?.services ?? {};
  const numbers = [
    [texts.administration.accounts, services.auth?.accounts],
    [texts.administration.sessions, services.auth?.sessions],
    [texts.administration.online, services.presence?.people_online],
    [texts.administration.rooms, services.rooms?.rooms],
    [texts.administration.entries, services.messages?.log_entries],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-5">
      {numbers.map(([label, value]) => (
        <div key={label} className="rounded-xl border border-line bg-surface px-4 py-3">
          <dt className="text-xs text-ink-faint">{label}</dt>
          <dd className="text-xl font-semibold tabular-nums">{value === undefined ? '–' : formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
