import type { AdministrationContext } from './open-context.ts';

/** What a command answers: as JSON with `--json`, else in words. */
export type Answer = { json: unknown; text: string };

export type AccountCommand = {
  usage: string;
  /** @throws CommandError, UsageError, ProblemError */
  run(context: AdministrationContext, args: readonly string[]): Promise<Answer>;
};

/** The words of the command are not understood: exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Understood, and it can't be done: exit status 1, and the message is for people. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** It destroys something, and nobody said that they mean it: exit status 4. */
export class NotConfirmedError extends CommandError {
  override readonly name = 'NotConfirmedError';
}
