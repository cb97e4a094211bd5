import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { z } from 'zod';
import { migrationEnv, readConfig } from './config.ts';
import { createLogger } from './logger.ts';

/** What a rebuild tells, as far as it is shown here. */
export type RebuildOutcome = {
  events: number;
  identical: boolean;
  swapped: boolean;
  tables: ReadonlyArray<{ table: string; rows: { live: number; rebuilt: number }; missing: number; surplus: number }>;
};

export type RebuildCommandOptions = {
  service: string;
  rebuild: (options: { ownerUrl: string; swap: boolean; log: Logger }) => Promise<RebuildOutcome>;
};

/**
 * `rebuild [--swap] [--json]` of a service's `src/admin.ts`. Resolves with 0 when the read model equals what the events say (or was
 * put in its place), 3 when it does not, 2 when the words are not understood.
 */
export async function runRebuildCommand(words: readonly string[], { service, rebuild }: RebuildCommandOptions): Promise<number> {
  const asked = readArguments(words);
  if (!asked) {
    process.stderr.write('usage: node src/admin.ts rebuild [--swap] [--json]\n');
    return 2;
  }
  const config = readConfig(z.object(migrationEnv), process.env);
  const log = createLogger({ service, level: asked.json ? 'silent' : config.LOG_LEVEL });
  const outcome = await rebuild({ ownerUrl: config.DATABASE_OWNER_URL, swap: asked.swap, log });
  process.stdout.write(asked.json ? `${JSON.stringify(outcome)}\n` : describe(outcome));
  return outcome.identical || outcome.swapped ? 0 : 3;
}

function readArguments(words: readonly string[]): { swap: boolean; json: boolean } | undefined {
  const options = { swap: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return positionals.length === 1 && positionals[0] === 'rebuild' ? values : undefined;
  } catch {
    return undefined;
  }
}

function describe({ events, identical, swapped, tables }: RebuildOutcome): string {
  const lines = tables.map(
    ({ table, rows, missing, surplus }) =>
      `${table}: ${rows.live} rows, ${rows.rebuilt} rebuilt from ${events} events, ${missing} missing, ${surplus} surplus`,
  );
  const verdict = identical ? 'no difference' : 'differences found';
  return `${[...lines, swapped && !identical ? `${verdict}, rebuilt rows put in place` : verdict].join('\n')}\n`;
}
