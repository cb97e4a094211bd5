import type { ReactNode } from 'react';

/** One matter of the page, under its own heading. */
export function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-xl border border-line bg-surface px-5 py-5 sm:px-6">
      <h2 className="text-lg font-semibold">{title}</h2>
      {lead && <p className="mt-0.5 text-sm text-ink-soft">{lead}</p>}
      <div className="mt-4 flex flex-col gap-4">{children}</div>
    </section>
  );
}
