import type { PresenceNow } from '@parley/client';
import { texts } from '../texts/texts.ts';
import { sinceText } from './time.ts';

export function describePresence({ status, lastSeenAt }: PresenceNow, now: Date): string {
  if (status !== 'offline' || lastSeenAt === null) return texts.presence[status];
  return texts.presence.lastSeen(sinceText(new Date(lastSeenAt), now));
}
