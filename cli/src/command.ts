/** What was typed, taken apart. */
export type CommandInput = {
  args: readonly string[];
  /** By long name without dashes. */
  options: Readonly<Record<string, string | boolean | undefined>>;
  json: boolean;
};

export type CommandArgument = { name: string; description: string; choices?: readonly string[] };
export type CommandOption = { flags: string; description: string; choices?: readonly string[] };

/** One line of the command table: what `--help`, the page in the docs and the parser say of it comes from here. */
export type Command = {
  /** One or two words. */
  name: string;
  summary: string;
  arguments?: readonly CommandArgument[];
  options?: readonly CommandOption[];
  details?: readonly string[];
  /** What would be destroyed. Asked at a terminal; elsewhere `--yes` is needed. Undefined: with these options, nothing. */
  destroys?: (input: CommandInput) => string | undefined;
  /** `destroys` is asked by the service itself, which knows more. */
  confirmedByService?: boolean;
  /** Resolves with the exit status. */
  run(input: CommandInput): Promise<number>;
};

/** The words are not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Understood, and it cannot be done. The message is for people. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === 'string' ? value : undefined;
}
