import { Argument, Option, type OptionValues, Command as Program } from 'commander';
import type { Command, CommandInput } from './command.ts';
import { groupSummaries } from './command-table.ts';
import { exitCodeMeanings } from './exit-codes.ts';

const usage = 'npm run parley --';
const statuses = `Exit status: ${exitCodeMeanings.map(([code, meaning]) => `${code} ${meaning}`).join('; ')}.`;

/** The parser, and the help of every level, from the table. `onRun` gets what was typed, taken apart. */
export function buildProgram(commands: readonly Command[], onRun: (command: Command, input: CommandInput) => Promise<void>): Program {
  const program = new Program(usage)
    .description('The administrator’s command line of Parley.')
    .helpCommand('help [command]', 'what a command does')
    .addHelpText('after', `\n${statuses}\nAll commands, their settings and examples: docs/operating/command-line.md`);
  const groups = new Map<string, Program>();
  for (const command of commands) {
    const [first = '', second] = command.name.split(' ');
    const parent = second === undefined ? program : (groups.get(first) ?? addGroup(program, groups, first));
    addCommand(parent, second ?? first, command, onRun);
  }
  // Set last, and on all: the settings of a program are not those of its commands.
  for (const one of [program, ...groups.values(), ...commandsOf(program)]) one.exitOverride().showHelpAfterError('(--help says more)');
  return program;
}

function addGroup(program: Program, groups: Map<string, Program>, name: string): Program {
  const group = program.command(name).description(groupSummaries[name] ?? '');
  groups.set(name, group);
  return group;
}

function addCommand(
  parent: Program,
  word: string,
  command: Command,
  onRun: (command: Command, input: CommandInput) => Promise<void>,
): void {
  const program = parent
    .command(word)
    .summary(command.summary)
    .description(`${sentence(command.summary)}${paragraph(command.details)}`);
  for (const { name, description, choices } of command.arguments ?? []) {
    const argument = new Argument(name, description);
    program.addArgument(choices === undefined ? argument : argument.choices([...choices]));
  }
  for (const { flags, description, choices } of command.options ?? []) {
    const option = new Option(flags, description);
    program.addOption(choices === undefined ? option : option.choices([...choices]));
  }
  if (command.destroys !== undefined) program.option('--yes', 'do it without asking');
  program.option('--json', 'the answer as JSON');
  program.action(async (...typed: unknown[]) => {
    const args = typed.slice(0, command.arguments?.length ?? 0).filter((arg): arg is string => typeof arg === 'string');
    const { json, ...options } = program.opts<OptionValues>();
    await onRun(command, { args, options: byLongName(program, options), json: json === true });
  });
}

/** The parser has names in camel case; we, and the services that get them, what was typed. */
function byLongName(program: Program, values: OptionValues): Record<string, string | boolean> {
  const entries = program.options.flatMap((option) => {
    const value: unknown = values[option.attributeName()];
    if (typeof value !== 'string' && typeof value !== 'boolean') return [];
    return [[option.negate ? (option.long ?? '').slice('--no-'.length) : (option.long ?? '').slice(2), value] as const];
  });
  return Object.fromEntries(entries);
}

function commandsOf(program: Program): Program[] {
  return program.commands.flatMap((command) => [command, ...commandsOf(command)]);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function paragraph(lines: readonly string[] | undefined): string {
  return lines === undefined ? '' : `\n\n${lines.join('\n')}`;
}
