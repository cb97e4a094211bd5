import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Nothing to show: why, and what to do next. */
export function EmptyState({
  icon,
  title,
  lead,
  action,
  className,
}: {
  icon?: ReactNode;
  title: string;
  lead?: string;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={classNames('flex flex-col items-center justify-center px-6 py-10 text-center', className)}>
      {icon && <div className="mb-4 flex size-14 items-center justify-center rounded-xl bg-accent-soft text-on-accent-soft">{icon}</div>}
      <p className="text-lg font-semibold text-balance">{title}</p>
      {lead && <p className="mt-1 max-w-80 text-sm text-balance text-ink-soft">{lead}</p>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
