import type { PresenceStatus } from '@parley/contracts';
import { texts } from '../texts/texts.ts';
import { classNames } from './class-names.ts';

/** Told apart by form as well as by colour: full, half, barred, hollow. */
const forms: Record<PresenceStatus, string> = {
  online: 'bg-online',
  away: 'border-2 border-away bg-surface',
  busy: 'bg-busy after:h-0.5 after:w-1.5 after:rounded-full after:bg-surface',
  offline: 'border-2 border-ink-faint bg-surface',
};

export function PresenceDot({ status, className }: { status: PresenceStatus; className?: string }) {
  return (
    <span
      role="img"
      aria-label={texts.presence[status]}
      className={classNames('inline-flex size-2.5 items-center justify-center rounded-full', forms[status], className)}
    />
  );
}
