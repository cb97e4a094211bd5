import { isLanguage, type LanguageId, languageOf } from './languages.ts';

type Wishes = {
  /** What was set on this device. */ setting: string | null /** What the browser says, best first. */;
  browser: readonly string[];
};
export type ChosenLanguage = { id: LanguageId /** For dates and numbers. */; locale: string };

/** The setting, else the first language of the browser's that there is a catalogue for, else English. */
export function chooseLanguage({ setting, browser }: Wishes): ChosenLanguage {
  const id = isLanguage(setting) ? setting : (browser.map(knownLanguage).find((language) => language !== undefined) ?? 'en');
  return { id, locale: browser.find((tag) => knownLanguage(tag) === id) ?? id };
}

/** de-AT is spoken by the catalogue de. A pseudo-language only answers to its whole name, and only to the setting. */
function knownLanguage(tag: string): LanguageId | undefined {
  const language = tag.split('-')[0]?.toLowerCase() ?? '';
  return isLanguage(language) && !languageOf(language).isPseudo ? language : undefined;
}
