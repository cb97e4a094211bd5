import { create } from 'zustand';
import { keepInBrowser } from '../../../ui/keep-in-browser.ts';

/** Two rows of the picker. */
const recentMax = 18;

export function withRecent(recent: readonly string[], emoji: string): string[] {
  return [emoji, ...recent.filter((other) => other !== emoji)].slice(0, recentMax);
}

type RecentEmoji = { recent: readonly string[]; use(emoji: string): void };

/** What this browser's person used last, for the picker and the quick reactions. */
export const useRecentEmoji = create<RecentEmoji>()((set) => ({
  recent: [],
  use: (emoji) => set(({ recent }) => ({ recent: withRecent(recent, emoji) })),
}));
keepInBrowser(useRecentEmoji, 'parley.recent-emoji');
