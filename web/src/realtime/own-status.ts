import type { PresenceStatus } from '@parley/contracts';

export const ownStatuses = ['online', 'away', 'busy', 'invisible'] as const;
export type OwnStatus = (typeof ownStatuses)[number];

/**
 * What the person chose to be shown as, from what the server shows them as. It tells nobody that somebody is invisible, and
 * "offline" is also said of who has only just come: there, what this browser remembers decides.
 */
export function ownStatusFrom(shown: PresenceStatus | undefined, kept: string | null): OwnStatus {
  if (shown !== undefined && shown !== 'offline') return shown;
  return kept === 'invisible' ? 'invisible' : 'online';
}
