import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { texts } from '../texts/texts.ts';
import { classNames } from './class-names.ts';

type Props = { title: string; lead: string; wide?: boolean; children: ReactNode };

/** A page beside the conversations: a heading, a way back, sections below each other. */
export function PageLayout({ title, lead, wide = false, children }: Props) {
  return (
    <main className={classNames('mx-auto flex w-full flex-col gap-6 px-4 py-8', wide ? 'max-w-6xl' : 'max-w-160')}>
      <header>
        <Link to="/chat" className="inline-flex items-center gap-1.5 text-sm font-medium text-accent hover:underline">
          <ArrowLeft className="size-4 rtl:-scale-x-100" aria-hidden="true" />
          {texts.common.back}
        </Link>
        <h1 className="mt-3 text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 text-sm text-ink-soft">{lead}</p>
      </header>
      {children}
    </main>
  );
}

export function PageSection({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-xl border border-line bg-surface px-5 py-5">
      <h2 className="text-lg font-semibold">{title}</h2>
      {lead && <p className="mt-1 text-sm text-ink-soft">{lead}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
