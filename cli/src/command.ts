export type Command = {
  /** One line, as in `parley --help`. */
  usage: string;
  summary: string;
  /** Resolves with the exit status: 0 fine, 1 a problem was found. Throws `UsageError` for words it does not understand. */
  run(args: readonly string[]): Promise<number>;
};

export class UsageError extends Error {
  override name = 'UsageError';
}
