import { parseArgs } from 'node:util';
import { type AdminRoom, adminRoomsQuerySchema } from '@parley/contracts';
import { createDatabase } from '@parley/event-store';
import { migrationEnv, readConfig } from '@parley/service-kit';
import { z } from 'zod';
import { listAllRooms } from '../queries/list-all-rooms/list-all-rooms.ts';
import type { RoomsDatabase } from '../rooms-database.ts';

const options = {
  search: { type: 'string' },
  type: { type: 'string' },
  member: { type: 'string' },
  limit: { type: 'string' },
  cursor: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `admin.ts room-list`: what administrators see over HTTP. Whoever calls it has written it into the audit. */
export async function listRoomsCommand(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options });
  const { search: q, type, member: member_id, limit, cursor, json } = values;
  const query = adminRoomsQuerySchema.safeParse({ q, type, member_id, limit, cursor });
  if (!query.success) {
    process.stderr.write(`${query.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n')}\n`);
    return 2;
  }
  const { DATABASE_OWNER_URL: url } = readConfig(z.object(migrationEnv), process.env);
  const { db, close } = createDatabase<RoomsDatabase>({ url, poolSize: 1, applicationName: 'parley cli' });
  try {
    const page = await listAllRooms(db, query.data);
    const more = page.next_cursor === null ? [] : [`more: --cursor ${page.next_cursor}`];
    const lines = page.items.length === 0 ? ['none'] : page.items.map(describe);
    process.stdout.write(json === true ? `${JSON.stringify(page)}\n` : `${[...lines, ...more].join('\n')}\n`);
    return 0;
  } finally {
    await close();
  }
}

function describe({ id, type, name, slug, member_count, owner, created_at }: AdminRoom): string {
  const called = name ?? slug ?? '';
  return [
    id,
    type.padEnd(7),
    `${member_count} members`.padEnd(13),
    created_at.slice(0, 10),
    called,
    owner === null ? '' : `(${owner.username})`,
  ]
    .join('  ')
    .trimEnd();
}
