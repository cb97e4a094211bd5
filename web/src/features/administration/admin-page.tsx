import '../../texts/member-texts.ts';
import type { Account } from '@parley/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Navigate, NavLink, useParams } from 'react-router';
import { texts } from '../../texts/texts.ts';
import { classNames } from '../../ui/class-names.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { AuditTable } from './audit-table.tsx';
import { LiveFigures } from './live-figures.tsx';
import { MessagesTable } from './messages-table.tsx';
import { RoomsTable } from './rooms-table.tsx';
import { UsersTable } from './users-table.tsx';

const sections = ['people', 'rooms', 'messages', 'audit'] as const;
const pathOf = (section: (typeof sections)[number]) => (section === 'people' ? '/admin' : `/admin/${section}`);

/** For administrators. Hiding it from others is a courtesy: the server refuses them whatever they open. */
export function AdminPage({ viewer }: { viewer: Account }) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }));
  const { section: asked = 'people' } = useParams();
  const section = sections.find((known) => known === asked);
  if (viewer.role !== 'admin') return <Navigate to="/chat" replace />;
  if (section === undefined) return <Navigate to="/admin" replace />;
  const words = texts.administration;
  return (
    <QueryClientProvider client={queries}>
      <PageLayout title={words.title} lead={words.lead} wide>
        <LiveFigures />
        <nav aria-label={words.sections} className="-mb-2 flex flex-wrap border-b border-line sm:gap-1">
          {sections.map((known) => (
            <NavLink
              key={known}
              to={pathOf(known)}
              end
              className={({ isActive }) =>
                classNames(
                  '-mb-px flex h-10 items-center border-b-2 px-2.5 text-sm font-medium transition-colors sm:px-3',
                  isActive ? 'border-accent text-ink' : 'border-transparent text-ink-soft hover:text-ink',
                )
              }
            >
              {words[known]}
            </NavLink>
          ))}
        </nav>
        {section === 'people' && <UsersTable viewerId={viewer.id} />}
        {section === 'rooms' && <RoomsTable />}
        {section === 'messages' && <MessagesTable />}
        {section === 'audit' && <AuditTable />}
      </PageLayout>
    </QueryClientProvider>
  );
}
