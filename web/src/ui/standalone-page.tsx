import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { EmptyState } from './empty-state.tsx';
import { Logo } from './logo.tsx';

type Props = { icon: ReactNode; title: string; lead: string; action: ReactNode };

/** A page with one thing to say, where nothing else of Parley is around it. */
export function StandalonePage({ icon, title, lead, action }: Props) {
  return (
    <main className="auth-backdrop flex min-h-dvh flex-col">
      <p className="flex items-center gap-2.5 p-5 text-lg font-semibold tracking-tight">
        <Logo className="size-8" />
        {texts.product}
      </p>
      <EmptyState isPage icon={icon} title={title} lead={lead} action={action} className="flex-1 pb-24" />
    </main>
  );
}
