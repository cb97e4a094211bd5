import { beginning, formatPosition, type Position } from '@parley/contracts';
import type pg from 'pg';

type Place = { tx: string; position: string; young: boolean };

/**
 * The position before the first event younger than `windowMs`: the place to start from when the broker has nothing.
 * Transaction ids grow with time, near enough, so a binary search over the publication index finds it in a few dozen
 * probes, where a scan by time would read the whole log or need an index for this moment alone.
 */
export async function recentStart(connection: pg.ClientBase, windowMs: number): Promise<Position> {
  const since = new Date(Date.now() - windowMs);
  const probe = async (order: 'asc' | 'desc', fromTx: bigint): Promise<Place | undefined> => {
    const comparison = order === 'asc' ? '>=' : '<';
    const { rows } = await connection.query<Place>(
      `select tx, position, recorded_at >= $2 as young from events where tx ${comparison} $1::xid8 order by tx ${order}, position ${order} limit 1`,
      [String(fromTx), since],
    );
    return rows[0];
  };
  const oldest = await probe('asc', 0n);
  if (!oldest || oldest.young) return beginning;
  const newest = await probe('desc', 2n ** 63n);
  let old = BigInt(oldest.tx);
  let young = BigInt(newest?.tx ?? oldest.tx) + 1n;
  while (old + 1n < young) {
    const middle = (old + young) / 2n;
    const found = await probe('asc', middle);
    if (found && !found.young) old = BigInt(found.tx);
    else young = middle;
  }
  const before = await probe('desc', young);
  return before ? formatPosition(before.tx, before.position) : beginning;
}
