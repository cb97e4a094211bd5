import { parseArgs } from 'node:util';
import { createDatabase } from '@parley/event-store';
import { migrationEnv, readConfig } from '@parley/service-kit/config';
import { z } from 'zod';
import type { AuthTables } from './auth-database.ts';
import { rotateSigningKey } from './tokens/rotate-keys.ts';

const usage = 'usage: node src/admin.ts keys list [--json] | keys rotate [--discard-old] [--json]\n';

/** `admin.ts keys …`. Resolves with 0 when done, 2 when the words are not understood. */
export async function runKeysCommand(args: readonly string[]): Promise<number> {
  const asked = readArguments(args);
  if (!asked) {
    process.stderr.write(usage);
    return 2;
  }
  const url = readConfig(z.object(migrationEnv), process.env).DATABASE_OWNER_URL;
  const { db, close } = createDatabase<AuthTables>({ url, poolSize: 2, applicationName: 'parley keys' });
  try {
    if (asked.verb === 'rotate') {
      const kid = await rotateSigningKey(db, { now: new Date(), discardOld: asked.discardOld });
      const words = `${kid} ${asked.discardOld ? 'signs from now on, alone' : 'is announced, and signs in two minutes'}\n`;
      process.stdout.write(asked.json ? `${JSON.stringify({ kid, alone: asked.discardOld })}\n` : words);
    } else {
      const keys = await db
        .selectFrom('signing_keys')
        .select(['kid', 'created_at', 'signs_from', 'retired_at'])
        .orderBy('signs_from', 'desc')
        .limit(50)
        .execute();
      process.stdout.write(asked.json ? `${JSON.stringify(keys)}\n` : keys.map(describe).join(''));
    }
    return 0;
  } finally {
    await close();
  }
}

type Asked = { verb: 'list' | 'rotate'; json: boolean; discardOld: boolean };

function readArguments(args: readonly string[]): Asked | undefined {
  try {
    const options = { json: { type: 'boolean', default: false }, 'discard-old': { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [verb] = positionals;
    if (positionals.length !== 1 || (verb !== 'list' && verb !== 'rotate')) return undefined;
    return { verb, json: values.json, discardOld: values['discard-old'] };
  } catch {
    return undefined;
  }
}

function describe({ kid, signs_from, retired_at }: { kid: string; signs_from: Date; retired_at: Date | null }): string {
  return `${kid}  signs from ${signs_from.toISOString()}${retired_at ? `  retired ${retired_at.toISOString()}` : ''}\n`;
}
