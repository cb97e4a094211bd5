import { overwrite } from './catalogue.ts';
import { chooseLanguage } from './choose-language.ts';
import { type LanguageId, languageOf } from './languages.ts';
import { translateLater } from './later-texts.ts';
import { chooseLocale } from './locale.ts';
import { texts } from './texts.ts';

const storageKey = 'parley.language';

/** Before the first paint of the app. A catalogue that cannot be fetched leaves English: a page that can be read. */
export async function startLanguage(): Promise<void> {
  const wished = chooseLanguage({ setting: localStorage.getItem(storageKey), browser: navigator.languages });
  const language = languageOf(wished.id);
  if (language.load) {
    try {
      const { talk, ...first } = await language.load();
      overwrite(texts, first);
      translateLater('talk', talk);
    } catch {
      return;
    }
  }
  chooseLocale(wished.locale);
  // What react-aria reads when it is loaded, later: its own words, and which arrow key leads on.
  Object.assign(window, { [Symbol.for('react-aria.i18n.locale')]: wished.locale });
  document.documentElement.lang = wished.id;
  document.documentElement.dir = language.direction;
}

/** What is set on this device; `undefined`: the browser's language is followed. */
export function languageSetting(): string | undefined {
  return localStorage.getItem(storageKey) ?? undefined;
}

/** Everything is said anew: the page starts again. Drafts and what waits to be sent are kept on the device. */
export function setLanguage(id: LanguageId | undefined): void {
  if (id === undefined) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, id);
  window.location.reload();
}
