import { type ServiceName, servicePath } from '@parley/backing/service-catalog';
import { configFaults } from '@parley/service-kit/config';
import { z } from 'zod';
import type { CommandInput } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { forService, serviceSettings } from '../service-settings.ts';
import { print } from '../tty/print.ts';

/** `config check`: all faults of each service's settings. */
export async function checkConfig(services: readonly ServiceName[], input: CommandInput): Promise<number> {
  const results = [];
  for (const service of services) results.push({ service, faults: await faultsOf(service) });
  const words = results.flatMap(({ service, faults }) => [
    `${faults.length === 0 ? '✓' : '✗'} ${service}`,
    ...faults.map((fault) => `    ${fault}`),
  ]);
  print(input, results, words.join('\n'));
  return results.every(({ faults }) => faults.length === 0) ? exitCodes.done : exitCodes.found;
}

/** The variables without which no service starts: one of them there, and the environment is meant. */
const telling = /^([A-Z]+_)?(NATS|REDIS|DATABASE)_URL(_FILE)?$/;

async function faultsOf(service: ServiceName): Promise<readonly string[]> {
  const schema = await configSchemaOf(service);
  const named = Object.keys(process.env).some((name) => telling.test(name));
  const env = named ? forService(service, process.env) : await serviceSettings(service);
  return configFaults(schema, env);
}

/** What a service reads from its environment. */
export async function configSchemaOf(service: ServiceName): Promise<z.ZodObject> {
  const module: unknown = await import(servicePath(service, 'config.ts'));
  const schema = typeof module === 'object' && module !== null && 'configSchema' in module ? module.configSchema : undefined;
  if (schema instanceof z.ZodObject) return schema;
  throw new Error('The service does not export its configSchema.');
}
