type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Chooses among the forms of a sentence by the rules of the catalogue's own language, whatever the reader's region. */
export function pluralOf(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
