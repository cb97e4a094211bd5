/** Asks once per value and not with every key: the newest value after a pause, from memory what was asked before. */
export function createAvailabilityCheck(ask: (value: string) => Promise<boolean | undefined>, pauseMs = 350) {
  const answers = new Map<string, boolean>();
  let newest = 0;
  return async (value: string): Promise<boolean> => {
    const known = answers.get(value);
    if (known !== undefined) return known;
    newest += 1;
    const mine = newest;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    // A later value is being checked; what this one was worth no longer matters.
    if (mine !== newest) return true;
    // A check that can't be made is no objection: the server has the last word when the form is sent.
    const answer = await ask(value).catch(() => undefined);
    if (answer !== undefined) answers.set(value, answer);
    return answer ?? true;
  };
}
