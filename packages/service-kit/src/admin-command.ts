import { explainError } from './explain-error.ts';

/**
 * The body of a service's `src/admin.ts`. Touches the process: its exit status is what `run` resolves with, or 1 with the error in words
 * and without a stack trace. 0 done, 1 failed, 2 not understood, 3 something was found, 4 not confirmed (cli/src/exit-codes.ts).
 */
export async function runAdminCommand(run: (words: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${explainError(error)}\n`);
    process.exitCode = isParseError(error) ? 2 : 1;
  }
}

/** Of `node:util`'s parseArgs. */
function isParseError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
