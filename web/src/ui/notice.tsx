import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Something that has to be read before going on. Announced when it appears. */
export function Notice({ tone = 'danger', children }: { tone?: 'danger' | 'warn'; children: ReactNode }) {
  const colours = tone === 'danger' ? 'bg-danger-soft text-danger' : 'bg-warn-soft text-warn';
  return (
    <div role="alert" className={classNames('flex items-start gap-2.5 rounded-md px-3 py-2.5 text-sm', colours)}>
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
