import type { Position } from '@parley/contracts';
import type pg from 'pg';

/** Where a consumer stands, as its own database says. */
export type ConsumerStanding = { consumer: string; source: string; position: Position; epoch: string; deadLetters: number };

export async function readConsumerStandings(client: pg.ClientBase): Promise<ConsumerStanding[]> {
  const { rows } = await client.query<{ consumer: string; position: Position; epoch: string; letters: string }>(
    `select consumer, position, epoch, (select count(*) from dead_letters d where d.consumer = p.consumer) as letters
      from consumer_positions p order by consumer`,
  );
  return rows.map(({ consumer, position, epoch, letters }) => ({
    consumer,
    source: consumer.split(':')[0] ?? '',
    position,
    epoch,
    deadLetters: Number(letters),
  }));
}

export type InboxEntry = { stream_id: string; version: number };

/** What took effect of each stream, a page at a time, in the order of the streams. */
export async function* readInbox(client: pg.ClientBase, consumer: string, pageSize = 10_000): AsyncGenerator<InboxEntry[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<InboxEntry>(
      'select stream_id, version from consumer_streams where consumer = $1 and stream_id > $2 order by stream_id limit $3',
      [consumer, after, pageSize],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.stream_id ?? after;
  }
}
