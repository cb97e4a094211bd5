/** What a command ends with. `docs/operating/command-line.md` shows them from here. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  found: 3,
  notConfirmed: 4,
} as const;

export const exitCodeMeanings: ReadonlyArray<readonly [code: number, meaning: string]> = [
  [exitCodes.done, 'done, and nothing is wrong'],
  [exitCodes.failed, 'it could not be done; standard error says why'],
  [exitCodes.usage, 'the words are not understood'],
  [exitCodes.found, 'done, and something was found: differences, faults, dead letters, a relay that is late'],
  [exitCodes.notConfirmed, 'nothing was done: it destroys something, and neither a terminal nor --yes confirmed it'],
];
