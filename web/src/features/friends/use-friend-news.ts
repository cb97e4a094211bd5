import { useEffect, useRef } from 'react';
import type { Relationships } from '../../realtime/relationships.ts';
import { announce } from '../../ui/announcer.tsx';
import { friendNews } from './friend-news.ts';

/** A screen reader hears of what changes on the page by itself. */
export function useFriendNews(relationships: Relationships | undefined): void {
  const before = useRef<Relationships>(undefined);
  useEffect(() => {
    if (before.current && relationships) for (const text of friendNews(before.current, relationships)) announce(text);
    before.current = relationships;
  }, [relationships]);
}
