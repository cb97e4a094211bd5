import type { ReactNode } from 'react';
import { texts } from '../../texts/texts.ts';
import { Logo } from '../../ui/logo.tsx';

type Props = { title: string; lead: string; children: ReactNode; footer: ReactNode };

/** The page around a form: what people see of Parley first. */
export function AuthLayout({ title, lead, children, footer }: Props) {
  return (
    <div className="auth-backdrop flex min-h-full flex-col">
      <main className="mx-auto flex w-full max-w-104 flex-1 flex-col justify-center px-4 py-8 sm:py-12">
        <div className="mb-7 flex items-center gap-2.5">
          <Logo className="size-9" />
          <span className="text-lg font-semibold tracking-tight">{texts.product}</span>
        </div>
        <div className="rounded-xl border border-line bg-surface px-5 py-6 shadow-raised sm:px-8 sm:py-8">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 mb-6 text-sm text-ink-soft">{lead}</p>
          {children}
        </div>
        <p className="mt-5 text-center text-sm text-ink-soft">{footer}</p>
      </main>
      <footer className="pb-6 text-center text-xs text-ink-faint">{texts.tagline}</footer>
    </div>
  );
}
