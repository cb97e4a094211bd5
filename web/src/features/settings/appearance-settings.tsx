import { texts } from '../../texts/texts.ts';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { PageSection } from '../../ui/page-layout.tsx';
import { type Preferences, setPreference, usePreferences } from '../../ui/preferences.ts';
import { SwitchField } from '../../ui/switch-field.tsx';
import { themeChoices, useTheme } from '../../ui/theme.ts';
import { LanguageField } from './language-field.tsx';

type OneOfFew = 'density' | 'textSize' | 'timeFormat' | 'motion';

/** How it looks on this device. */
export function AppearanceSettings() {
  const { choice, choose } = useTheme();
  const preferences = usePreferences();
  const words = texts.appearance;
  return (
    <>
      <PageSection title={words.looks}>
        <div className="flex flex-col gap-5">
          <ChoiceField
            label={texts.account.theme}
            value={choice}
            options={themeChoices.map((value) => ({ value, label: texts.account.themes[value] }))}
            onChange={choose}
          />
          <Choice name="textSize" label={words.textSize} labels={words.textSizes} values={['small', 'normal', 'large', 'larger']} />
          <Choice
            name="density"
            label={words.density}
            hint={words.densityHint}
            labels={words.densities}
            values={['comfortable', 'compact']}
          />
        </div>
      </PageSection>
      <PageSection title={words.languageAndTime}>
        <div className="flex flex-col gap-5">
          <LanguageField />
          <Choice name="timeFormat" label={words.timeFormat} labels={words.timeFormats} values={['system', '12', '24']} />
        </div>
      </PageSection>
      <PageSection title={words.comfort}>
        <div className="flex flex-col gap-5">
          <Choice name="motion" label={words.motion} labels={words.motions} values={['system', 'reduced']} />
          <SwitchField
            label={words.unreadFirst}
            hint={words.unreadFirstHint}
            checked={preferences.unreadFirst}
            onChange={(on) => setPreference('unreadFirst', on)}
          />
          <SwitchField
            label={words.singleKeys}
            hint={words.singleKeysHint}
            checked={preferences.singleKeys}
            onChange={(on) => setPreference('singleKeys', on)}
          />
        </div>
      </PageSection>
    </>
  );
}

type ChoiceProps<Name extends OneOfFew> = {
  name: Name;
  label: string;
  hint?: string;
  labels: Record<Preferences[Name], string>;
  values: ReadonlyArray<Preferences[Name]>;
};

function Choice<Name extends OneOfFew>({ name, label, hint, labels, values }: ChoiceProps<Name>) {
  const value = usePreferences((preferences) => preferences[name]);
  return (
    <ChoiceField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      value={value}
      options={values.map((one) => ({ value: one, label: labels[one] }))}
      onChange={(next) => setPreference(name, next)}
    />
  );
}
