import { isLanguage, languageOf, offeredLanguages } from '../../texts/languages.ts';
import { languageSetting, setLanguage } from '../../texts/start-language.ts';
import { texts } from '../../texts/texts.ts';
import { SelectField } from '../../ui/select-field.tsx';

const likeBrowser = '';

/** Another language starts the page anew. */
export function LanguageField() {
  const setting = languageSetting() ?? likeBrowser;
  const options = [
    { value: likeBrowser, label: texts.account.themes.system },
    ...offeredLanguages.map((id) => ({ value: id, label: languageOf(id).name })),
    // One that is set, and offered to nobody, is shown all the same.
    ...(setting !== likeBrowser && isLanguage(setting) && !offeredLanguages.includes(setting)
      ? [{ value: setting, label: languageOf(setting).name }]
      : []),
  ];
  return (
    <SelectField<string>
      label={texts.appearance.language}
      hint={texts.appearance.languageHint}
      value={setting}
      options={options}
      onChange={(id) => setLanguage(isLanguage(id) ? id : undefined)}
    />
  );
}
