import type { Position } from '@parley/contracts';
import type pg from 'pg';

/** How far the relay has come, and where its last event stands in which stream of the broker. */
export type RelayCursor = {
  position: Position;
  epoch: string;
  streamCreated: string;
  /** Of the broker's stream. */
  sequence: number;
};

type CursorRow = { position: Position; epoch: string; stream_created: string; sequence: string };

export async function loadCursor(connection: pg.ClientBase): Promise<RelayCursor | undefined> {
  const { rows } = await connection.query<CursorRow>('select position, epoch, stream_created, sequence from relay_cursor');
  const row = rows[0];
  return row && { position: row.position, epoch: row.epoch, streamCreated: row.stream_created, sequence: Number(row.sequence) };
}

/**
 * Written on the connection that holds the leader's lock, so that only a leader can, and without waiting for the disk: a
 * cursor that is behind costs a comparison with the broker at the next start, never an event.
 */
export async function saveCursor(connection: pg.ClientBase, cursor: RelayCursor): Promise<void> {
  await connection.query({
    name: 'save-relay-cursor',
    text: `insert into relay_cursor (position, epoch, stream_created, sequence) values ($1, $2, $3, $4)
      on conflict (only_row) do update set position = excluded.position, epoch = excluded.epoch,
        stream_created = excluded.stream_created, sequence = excluded.sequence, updated_at = clock_timestamp()`,
    values: [cursor.position, cursor.epoch, cursor.streamCreated, cursor.sequence],
  });
}
