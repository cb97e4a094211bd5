import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Nothing to show: why, and what to do next. */
export function EmptyState({
  icon,
  title,
  lead,
  action,
  className,
  isPage = false,
}: {
  icon?: ReactNode;
  title: string;
  lead?: string;
  action?: ReactNode;
  /** The page's own heading, where there is nothing else on it. */
  isPage?: boolean;
  className?: string;
}) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className={classNames('flex flex-col items-center justify-center px-6 py-10 text-center', className)}>
      {icon && <div className="mb-4 flex size-14 items-center justify-center rounded-xl bg-accent-soft text-on-accent-soft">{icon}</div>}
      <Title className="text-lg font-semibold text-balance">{title}</Title>
      {lead && <p className="mt-1 max-w-80 text-sm text-balance text-ink-soft">{lead}</p>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
