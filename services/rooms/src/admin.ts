import { parseArgs } from 'node:util';
import { createLogger, migrationEnv, readConfig } from '@parley/service-kit';
import { z } from 'zod';
import { rebuildRooms } from './rebuild-rooms.ts';

/**
 * `node src/admin.ts rebuild [--swap] [--json]`: see README. Ends with 0 when the read model equals what the events say (or was put in
 * its place), with 1 when it does not, with 2 when the command is not understood.
 */
const usage = 'usage: node src/admin.ts rebuild [--swap] [--json]\n';

const { values, positionals } = readArguments();
if (positionals.length !== 1 || positionals[0] !== 'rebuild') stop(2, usage);

const config = readConfig(z.object(migrationEnv), process.env);
const log = createLogger({ service: 'rooms', level: values.json ? 'silent' : config.LOG_LEVEL });
const report = await rebuildRooms({ ownerUrl: config.DATABASE_OWNER_URL, swap: values.swap, log });

if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else {
  for (const { table, rows, missing, surplus } of report.tables) {
    process.stdout.write(
      `${table}: ${rows.live} rows, ${rows.rebuilt} rebuilt from ${report.events} events, ${missing} missing, ${surplus} surplus\n`,
    );
  }
  process.stdout.write(
    report.identical ? 'no difference\n' : report.swapped ? 'differences found, rebuilt rows put in place\n' : 'differences found\n',
  );
}
process.exitCode = report.identical || report.swapped ? 0 : 1;

function readArguments() {
  try {
    const options = { swap: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch {
    return stop(2, usage);
  }
}

function stop(status: number, message: string): never {
  process.stderr.write(message);
  process.exit(status);
}
