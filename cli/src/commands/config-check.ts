import { parseArgs } from 'node:util';
import { type ServiceName, serviceNames, servicePath } from '@parley/backing';
import { ConfigError, readConfig } from '@parley/service-kit';
import { z } from 'zod';
import { type Command, UsageError } from '../command.ts';
import { definedIn, serviceSettings } from '../service-settings.ts';

export const configCheck: Command = {
  usage: 'config check [service …]',
  summary: 'every fault of the settings at once: of the environment, or of what npm start gave to its services',
  async run(args) {
    const [verb, ...names] = parseArgs({ args: [...args], options: {}, allowPositionals: true }).positionals;
    const unknown = names.find((name) => !serviceNames.some((service) => service === name));
    if (verb !== 'check' || unknown !== undefined) throw new UsageError(`config check, of ${serviceNames.join(', ')}`);
    const chosen = names.length === 0 ? serviceNames : serviceNames.filter((service) => names.includes(service));
    let faulty = 0;
    for (const service of chosen) {
      const faults = await faultsOf(service);
      console.log(`${faults.length === 0 ? '✓' : '✗'} ${service}`);
      for (const fault of faults) console.log(`    ${fault}`);
      faulty += Math.min(faults.length, 1);
    }
    return faulty === 0 ? 0 : 1;
  },
};

/** The variables without which no service starts: one of them there, and the environment is meant. */
const telling = ['NATS_URL', 'REDIS_URL', 'DATABASE_URL', 'NATS_URL_FILE', 'REDIS_URL_FILE', 'DATABASE_URL_FILE'];

async function faultsOf(service: ServiceName): Promise<readonly string[]> {
  const module: unknown = await import(servicePath(service, 'config.ts'));
  const schema = schemaOf(module);
  const env = telling.some((name) => process.env[name] !== undefined) ? definedIn(process.env) : await serviceSettings(service);
  try {
    readConfig(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

function schemaOf(module: unknown): z.ZodObject {
  const schema = typeof module === 'object' && module !== null && 'configSchema' in module ? module.configSchema : undefined;
  if (schema instanceof z.ZodObject) return schema;
  throw new Error('The service does not export its configSchema.');
}
