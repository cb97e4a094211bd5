import { createStore } from '@parley/client';
import { useSyncExternalStore } from 'react';

const announcement = createStore({ text: '', number: 0 });

/** Has a screen reader say something that is seen elsewhere on the page. */
export function announce(text: string): void {
  announcement.update(({ number }) => ({ text, number: number + 1 }));
}

/** Once per page. The number makes the same words twice two announcements. */
export function Announcer() {
  const { text, number } = useSyncExternalStore(announcement.subscribe, announcement.getSnapshot);
  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only">
      <span key={number}>{text}</span>
    </div>
  );
}
