import type { TimelineEntry } from '@parley/client';
import { useCallback, useEffect } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { type Pages, usePages } from './use-pages.ts';

/** The lines that are on the screen: the newest ones, or those around a place far above that somebody has jumped to. */
export type Lines = {
  timeline: readonly TimelineEntry[];
  floor: number;
  isPast: boolean;
  older: Pages;
  newer: Pages;
  /** Back to the newest ones. */
  leavePast(): void;
};

export function useLines({ id, timeline, floor, past }: KnownRoom): Lines {
  const { chat } = useChat();
  const isPast = past !== null;
  const older = usePages(useCallback(() => (isPast ? chat.loadPast(id, 'older') : chat.loadOlder(id)), [chat, id, isPast]));
  const newer = usePages(useCallback(() => chat.loadPast(id, 'newer'), [chat, id]));
  const leavePast = useCallback(() => chat.leavePast(id), [chat, id]);
  // Who comes back to a room comes back to what is said now.
  useEffect(() => leavePast, [leavePast]);
  return { timeline: past?.timeline ?? timeline, floor: past?.floor ?? floor, isPast, older, newer, leavePast };
}
