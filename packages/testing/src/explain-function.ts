import type pg from 'pg';

export type PlanNode = { type: string; table?: string | undefined; loops: number };
type RawNode = { 'Node Type': string; 'Relation Name'?: string; 'Actual Loops': number; Plans?: RawNode[] };

/**
 * The plan of the one statement within a plpgsql function that says `return query`, as it ran, under the function's own settings: all
 * nodes, parents first. From outside, a function is a single node.
 *
 * @param given what stands for each parameter, as SQL
 */
export async function explainFunction(pool: pg.Pool, name: string, given: Record<string, string>): Promise<PlanNode[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ body: string; settings: string[] }>(
      'select prosrc as body, proconfig as settings from pg_proc where proname = $1',
      [name],
    );
    const [found] = rows;
    if (!found || rows.length > 1) throw new Error(`there are ${rows.length} functions called ${name}`);
    for (const setting of found.settings) {
      const at = setting.indexOf('=');
      await client.query('select set_config($1, $2, true)', [setting.slice(0, at), setting.slice(at + 1)]);
    }
    const explained = await client.query(`explain (analyze, format json) ${statementOf(found.body, given)}`);
    return nodesOf(explained.rows[0]['QUERY PLAN'][0].Plan);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

function statementOf(body: string, given: Record<string, string>): string {
  const statement = body.slice(body.indexOf('return query') + 'return query'.length, body.lastIndexOf(';', body.lastIndexOf('end')));
  return statement.replace(/\bp_\w+\b/g, (name) => {
    const value = given[name];
    if (value === undefined) throw new Error(`nothing was given for ${name}`);
    return value;
  });
}

function nodesOf(node: RawNode): PlanNode[] {
  return [{ type: node['Node Type'], table: node['Relation Name'], loops: node['Actual Loops'] }, ...(node.Plans ?? []).flatMap(nodesOf)];
}
