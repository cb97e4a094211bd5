import { explainError } from '@parley/service-kit/explain-error';
import { CommanderError } from 'commander';
import { buildProgram } from './build-program.ts';
import { type Command, type CommandInput, UsageError } from './command.ts';
import { commandTable } from './command-table.ts';
import { exitCodes } from './exit-codes.ts';
import { confirm, NotConfirmedError } from './tty/confirm.ts';

let status: number = exitCodes.done;

try {
  await buildProgram(commandTable, carryOut).parseAsync(process.argv);
} catch (error) {
  status = statusOf(error);
}
// Connections that were given up on would keep the process waiting.
process.exit(status);

async function carryOut(command: Command, input: CommandInput): Promise<void> {
  const destroys = command.destroys?.(input);
  if (destroys !== undefined && input.options.yes !== true && command.confirmedByService !== true) await confirm(destroys);
  // Services ask by themselves, or were told that somebody was asked.
  const { yes, ...options } = input.options;
  const passed = command.confirmedByService === true && yes !== undefined ? { ...options, yes } : options;
  status = await command.run({ ...input, options: passed });
}

function statusOf(error: unknown): number {
  // The parser has said already what it did not understand, or shown the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  process.stderr.write(`${explainError(error)}\n`);
  if (error instanceof UsageError) return exitCodes.usage;
  return error instanceof NotConfirmedError ? exitCodes.notConfirmed : exitCodes.failed;
}
