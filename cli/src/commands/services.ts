import { type CommandArgument, type CommandInput, UsageError } from '../command.ts';

export function serviceArgument(services: readonly string[], { optional = false } = {}): CommandArgument {
  return { name: optional ? '[service]' : '<service>', description: `one of ${services.join(', ')}`, choices: services };
}

/** The first argument, which the parser has compared with the choices. */
export function chosenService<Service extends string>({ args }: CommandInput, services: readonly Service[]): Service {
  const found = services.find((service) => service === args[0]);
  if (found === undefined) throw new UsageError(`which service? One of ${services.join(', ')}`);
  return found;
}

/** All of them when none is named. */
export function chosenServices<Service extends string>(input: CommandInput, services: readonly Service[]): readonly Service[] {
  return input.args[0] === undefined ? services : [chosenService(input, services)];
}
