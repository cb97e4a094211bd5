import { create } from 'zustand';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Also read by public/theme.js, before the first paint. */
const storageKey = 'parley.theme';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

function readChoice(): ThemeChoice {
  const kept = localStorage.getItem(storageKey);
  return themeChoices.find((choice) => choice === kept) ?? 'system';
}

function show(choice: ThemeChoice): void {
  const dark = choice === 'dark' || (choice === 'system' && systemDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  // The browser's own frame follows.
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#0f1514' : '#f3f6f5');
}

export const useTheme = create<{ choice: ThemeChoice; choose(choice: ThemeChoice): void }>((set) => ({
  choice: readChoice(),
  choose(choice) {
    localStorage.setItem(storageKey, choice);
    show(choice);
    set({ choice });
  },
}));

/** Follows the system while that is the choice, and other tabs always. */
export function watchTheme(): void {
  show(useTheme.getState().choice);
  systemDark.addEventListener('change', () => show(useTheme.getState().choice));
  window.addEventListener('storage', ({ key }) => {
    if (key !== storageKey) return;
    useTheme.setState({ choice: readChoice() });
    show(readChoice());
  });
}
