import { type ReactNode, useId } from 'react';

/** A small field under its name, as a row of filters has them. */
export function Labelled({ label, children }: { label: string; children(id: string): ReactNode }) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink-soft">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

export const smallField =
  'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink hover:border-ink-faint focus-visible:outline-offset-0';
