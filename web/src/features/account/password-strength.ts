/** 0 (very weak) to 4 (strong). A hint for people, not a rule: the server has the rules. */
export type Strength = 0 | 1 | 2 | 3 | 4;

const commonParts = ['password', 'passwort', 'qwerty', 'letmein', 'welcome', 'admin', 'abc123', '12345', 'iloveyou', 'parley'];

/**
 * Estimates the number of guesses from length and variety, after taking out what a guesser tries first: common words,
 * what is in the account itself, runs and repetitions.
 */
export function passwordStrength(password: string, known: readonly string[] = []): Strength {
  let rest = password.toLowerCase();
  const partsOfAccount = known.flatMap((value) => value.toLowerCase().split(/[^a-z0-9]+/)).filter((part) => part.length >= 3);
  for (const part of [...commonParts, ...partsOfAccount]) rest = rest.replaceAll(part, '#');
  const length = withoutRuns(rest).length;
  const variety = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const score = length + (variety - 1) * 1.5;
  if (length < 5 || score < 7) return 0;
  if (score < 10) return 1;
  if (score < 13) return 2;
  return score < 17 ? 3 : 4;
}

/** `aaaa` and `abcd` say little more than their first two letters. */
function withoutRuns(text: string): string {
  let kept = '';
  for (let index = 0; index < text.length; index += 1) {
    const [two, one, here] = [text.charCodeAt(index - 2), text.charCodeAt(index - 1), text.charCodeAt(index)];
    const step = here - one;
    if (index >= 2 && Math.abs(step) <= 1 && one - two === step) continue;
    kept += text[index];
  }
  return kept;
}
