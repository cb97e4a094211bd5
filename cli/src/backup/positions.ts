import { type DatabaseService, databaseServices } from '@parley/backing/service-catalog';
import { type Position, parsePosition } from '@parley/contracts';
import type pg from 'pg';
import type { PositionManifest } from './manifest.ts';

type Clients = Readonly<Record<DatabaseService, pg.ClientBase>>;
type Standing = Omit<PositionManifest, 'reached'> & { position: Position; epoch: string };

/**
 * A position is (transaction id, global position), and a restored log has other transaction ids: all of its events have one, in the order
 * of their global positions. So for every place that somebody has reached in a log it is written down up to which *global* position
 * everything has taken effect. A few events after it may have, too, and will be offered again: the inbox knows them.
 */
export async function readPositions(clients: Clients): Promise<PositionManifest[]> {
  const found: PositionManifest[] = [];
  for (const standing of await readStandings(clients)) {
    const { position, epoch, ...place } = standing;
    const owner = clients[standing.of];
    const { rows } = await owner.query<{ epoch: string }>('select epoch from store_identity');
    // Of another lifetime of the log, or none yet: whoever stands there reads from the beginning anyway.
    if (epoch !== rows[0]?.epoch) continue;
    found.push({ ...place, reached: await reachedIn(owner, position) });
  }
  return found;
}

async function readStandings(clients: Clients): Promise<Standing[]> {
  const standings: Standing[] = [];
  for (const service of databaseServices) {
    const client = clients[service];
    if (!(await hasTable(client, 'consumer_positions'))) continue;
    const { rows } = await client.query<{ consumer: string; position: Position; epoch: string }>(
      'select consumer, position, epoch from consumer_positions',
    );
    for (const { consumer, position, epoch } of rows) {
      const of = databaseServices.find((name) => name === consumer.split(':')[0]);
      if (of !== undefined) standings.push({ service, table: 'consumer_positions', consumer, of, position, epoch });
    }
  }
  const { rows } = await clients.messages.query<{ position: Position; epoch: string }>(
    'select position, epoch from search_cursor, store_identity',
  );
  return [...standings, ...rows.map((row): Standing => ({ service: 'messages', table: 'search_cursor', of: 'messages', ...row }))];
}

/** Nobody was writing at the moment, so what is missing later was never there. */
async function reachedIn(owner: pg.ClientBase, position: Position): Promise<string> {
  const { tx, position: last } = parsePosition(position);
  const { rows } = await owner.query<{ reached: string }>(
    `select coalesce(
        (select min(position) - 1 from events where (tx, position) > ($1::xid8, $2::bigint)),
        (select max(position) from events),
        0)::text as reached`,
    [String(tx), String(last)],
  );
  return rows[0]?.reached ?? '0';
}

/** The same places in the restored logs. What is not in the list begins anew. */
export async function writePositions(clients: Clients, positions: readonly PositionManifest[]): Promise<void> {
  for (const service of databaseServices) {
    if (!(await hasTable(clients[service], 'consumer_positions'))) continue;
    await clients[service].query("update consumer_positions set position = '0-0', epoch = ''");
  }
  await clients.messages.query("update search_cursor set position = '0-0'");
  const logs = await readLogs(clients, [...new Set(positions.map(({ of }) => of))]);
  for (const { service, table, consumer, of, reached } of positions) {
    const log = logs.get(of);
    if (log === undefined) continue;
    const position = `${log.tx}-${reached}`;
    if (table === 'search_cursor') await clients[service].query('update search_cursor set position = $1', [position]);
    else {
      await clients[service].query('update consumer_positions set position = $2, epoch = $3 where consumer = $1', [
        consumer,
        position,
        log.epoch,
      ]);
      // The event itself is what comes right after the place before it.
      await clients[service].query(
        `update dead_letters set epoch = $3, position = $2 || '-' || split_part(position, '-', 2),
          previous = $2 || '-' || (split_part(position, '-', 2)::bigint - 1) where consumer = $1`,
        [consumer, log.tx, log.epoch],
      );
    }
  }
}

async function readLogs(
  clients: Clients,
  services: readonly DatabaseService[],
): Promise<Map<DatabaseService, { tx: string; epoch: string }>> {
  const logs = new Map<DatabaseService, { tx: string; epoch: string }>();
  for (const service of services) {
    const { rows } = await clients[service].query<{ tx: string; epoch: string }>('select tx, epoch from events, store_identity limit 1');
    if (rows[0] !== undefined) logs.set(service, rows[0]);
  }
  return logs;
}

async function hasTable(client: pg.ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table]);
  return rows[0]?.found === true;
}
