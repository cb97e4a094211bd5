import type { Speaker } from './catalogue.ts';

type Language = {
  /** In its own words. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** Fetched when it is chosen. English is there from the start. */
  load?(): Promise<Speaker>;
  /** Proves the page; nobody's language, and offered to nobody. */
  isPseudo?: true;
};

const pseudo = () => import('./pseudo/pseudo.ts');

export const languages = {
  en: { name: 'English', direction: 'ltr' },
  'en-XA': { name: 'Pseudo: accented, longer', direction: 'ltr', load: async () => (await pseudo()).accented, isPseudo: true },
  'ar-XB': { name: 'Pseudo: right to left', direction: 'rtl', load: async () => (await pseudo()).rightToLeft, isPseudo: true },
} as const satisfies Record<string, Language>;

export type LanguageId = keyof typeof languages;

export const isLanguage = (id: string | null): id is LanguageId => id !== null && Object.hasOwn(languages, id);
export const languageOf = (id: LanguageId): Language => languages[id];
export const offeredLanguages = Object.keys(languages)
  .filter(isLanguage)
  .filter((id) => !languageOf(id).isPseudo);
