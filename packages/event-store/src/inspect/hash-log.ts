import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/**
 * What two copies of a log must have in common, whatever server they are on: everything but transaction ids, in order of position.
 * Equal hashes: the same events, with the same content, in the same order.
 */
export async function hashLog(client: pg.ClientBase): Promise<string> {
  await client.query("set local timezone = 'UTC'; set local datestyle = 'ISO'");
  const query = `copy (select position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at
    from events order by position) to stdout`;
  const hash = createHash('sha256');
  for await (const chunk of client.query(copyTo(query))) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
