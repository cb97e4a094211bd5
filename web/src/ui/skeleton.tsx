import { texts } from '../texts/texts.ts';
import { classNames } from './class-names.ts';

/** The shape of what is coming. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames('block animate-pulse-soft rounded-md bg-sunken', className)} />;
}

/** Says once that something loads; the shapes inside say nothing. */
export function Loading({ className, children }: { className?: string; children: React.ReactNode }) {
  return (
    <div role="status" aria-label={texts.common.loading} className={className}>
      {children}
    </div>
  );
}
