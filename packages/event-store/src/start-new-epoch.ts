import pg from 'pg';

/**
 * To be run once after a backup was restored, while the service is stopped.
 *
 * A dump keeps the transaction ids of the server it came from. On another server they may lie in the future, where the
 * horizon would hide them for years; so all restored events become one transaction before any other, in order of position
 * (within a stream that is the order of versions). The cursor and every consumer's position are void: the epoch changes.
 */
export async function startNewEpoch(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'parley start-new-epoch' });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table events in access exclusive mode');
    await client.query("update events set tx = '1'");
    await client.query('delete from relay_cursor');
    const { rows } = await client.query<{ epoch: string }>('update store_identity set epoch = gen_random_uuid()::text returning epoch');
    await client.query('commit');
    return rows[0]?.epoch ?? '';
  } finally {
    await client.end();
  }
}
