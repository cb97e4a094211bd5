import { parseArgs } from 'node:util';
import { databaseServices, hasDatabase, serviceNames } from '@parley/backing';
import { type Command, UsageError } from '../command.ts';
import { runAdmin } from '../run-admin.ts';

export const rebuild: Command = {
  usage: 'rebuild <service> [--swap] [--json]',
  summary: 'build the read model again from the events, compare it row by row, put it in place with --swap',
  async run(args) {
    const options = { swap: { type: 'boolean' }, json: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const service = serviceNames.find((name) => name === positionals[0]);
    if (service === undefined || !hasDatabase(service) || positionals.length > 1) {
      throw new UsageError(`which service? One of ${databaseServices.join(', ')}`);
    }
    const flags = [...(values.swap === true ? ['--swap'] : []), ...(values.json === true ? ['--json'] : [])];
    return runAdmin(service, ['rebuild', ...flags]);
  },
};
