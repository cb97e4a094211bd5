import { type AlterTableCmd, type ColumnDef, type Constraint, type Node, parse } from 'libpg-query';

export type MigrationFault = { rule: string; what: string };

/** What the first lines of a migration may say. */
const outside = /^-- outside a transaction$/m;
const contract = /^-- contract: \S.{9,}$/m;

/**
 * Whether people can go on talking while this runs, and whether the release before can go on running afterwards. Parsed with Postgres' own
 * parser. Tables that the migration makes itself are empty and nobody's yet: with them anything goes.
 *
 * - Nothing that writes a table anew, or reads all of it under a lock that keeps others out.
 * - Nothing that the release before reads or writes goes away, unless the file says `-- contract: <why nobody needs it any more>`.
 */
export async function faultsOfMigration(text: string): Promise<MigrationFault[]> {
  const { stmts = [] } = await parse(text);
  const nodes = stmts.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
  const made = new Set(nodes.flatMap(tablesMade));
  const faults = nodes.flatMap((node) => faultsOf(node, made));
  const isOutside = outside.test(text);
  if (isOutside && nodes.length !== 1) faults.push({ rule: 'outside', what: 'outside a transaction there is one statement' });
  if (!isOutside && nodes.some(isConcurrent))
    faults.push({ rule: 'outside', what: 'needs the line "-- outside a transaction" at its top' });
  return contract.test(text) ? faults.filter(({ rule }) => rule !== 'contract') : faults;
}

function tablesMade(node: Node): string[] {
  if ('CreateStmt' in node) return [node.CreateStmt.relation?.relname ?? ''];
  if ('CreateTableAsStmt' in node) return [node.CreateTableAsStmt.into?.rel?.relname ?? ''];
  return [];
}

function isConcurrent(node: Node): boolean {
  return 'IndexStmt' in node && node.IndexStmt.concurrent === true;
}

function faultsOf(node: Node, made: ReadonlySet<string>): MigrationFault[] {
  if ('AlterTableStmt' in node)
    return faultsOfAlterTable(node.AlterTableStmt.relation?.relname ?? '', node.AlterTableStmt.cmds ?? [], made);
  if ('IndexStmt' in node) {
    const table = node.IndexStmt.relation?.relname ?? '';
    if (made.has(table) || node.IndexStmt.concurrent === true) return [];
    return [{ rule: 'lock', what: `create index on ${table} without "concurrently" keeps writers out` }];
  }
  if ('DropStmt' in node) return faultsOfDrop(node.DropStmt.removeType ?? '');
  if ('RenameStmt' in node)
    return [{ rule: 'contract', what: `renaming ${node.RenameStmt.subname ?? node.RenameStmt.relation?.relname ?? ''}` }];
  if ('UpdateStmt' in node) return faultsOfWrite('update', node.UpdateStmt, made);
  if ('DeleteStmt' in node) return faultsOfWrite('delete', node.DeleteStmt, made);
  if ('DoStmt' in node) return faultsOfBlock(node.DoStmt.args ?? []);
  if ('TruncateStmt' in node) return [{ rule: 'contract', what: 'truncate' }];
  for (const [kind, what] of always) if (kind in node) return [{ rule: 'lock', what }];
  return [];
}

const always = [
  ['LockStmt', 'lock table'],
  ['ClusterStmt', 'cluster writes a table anew'],
  ['VacuumStmt', 'vacuum is no migration'],
  ['ReindexStmt', 'reindex keeps writers out'],
] as const;

function faultsOfDrop(removed: string): MigrationFault[] {
  // What only this schema's own code uses may be replaced in one transaction; the name and what it takes stay.
  const harmless = ['OBJECT_FUNCTION', 'OBJECT_TRIGGER', 'OBJECT_INDEX'];
  return harmless.includes(removed) ? [] : [{ rule: 'contract', what: `drop of ${removed.replace('OBJECT_', '').toLowerCase()}` }];
}

type Write = { relation?: { relname?: string }; whereClause?: Node };

function faultsOfWrite(verb: string, { relation, whereClause }: Write, made: ReadonlySet<string>): MigrationFault[] {
  if (whereClause !== undefined || made.has(relation?.relname ?? '')) return [];
  return [{ rule: 'lock', what: `${verb} of all rows of ${relation?.relname ?? ''}: fill in batches, from the service` }];
}

/** Text that is run cannot be parsed before. Making tables and granting is all that a block is for. */
function faultsOfBlock(args: readonly Node[]): MigrationFault[] {
  const bodies = args.flatMap((arg) =>
    'DefElem' in arg && arg.DefElem.arg && 'String' in arg.DefElem.arg ? [arg.DefElem.arg.String.sval ?? ''] : [],
  );
  return bodies.flatMap((body) => {
    const found = /\b(alter\s+table(?!\s+\S*\s+set\s*\()|create\s+(unique\s+)?index|drop|update|delete|truncate|lock)\b/i.exec(body);
    return found ? [{ rule: 'lock', what: `"${found[1]}" inside a do block cannot be checked: write it out` }] : [];
  });
}

function faultsOfAlterTable(table: string, cmds: readonly Node[], made: ReadonlySet<string>): MigrationFault[] {
  if (made.has(table)) return [];
  return cmds.flatMap((cmd) => ('AlterTableCmd' in cmd ? faultsOfChange(table, cmd.AlterTableCmd) : []));
}

function faultsOfChange(table: string, { subtype, name = '', def }: AlterTableCmd): MigrationFault[] {
  switch (subtype) {
    case 'AT_AddColumn':
      return def && 'ColumnDef' in def ? faultsOfColumn(table, def.ColumnDef) : [];
    case 'AT_AddConstraint':
      return def && 'Constraint' in def ? faultsOfConstraint(table, def.Constraint) : [];
    case 'AT_AlterColumnType':
      return [{ rule: 'rewrite', what: `another type for ${table}.${name}: add a column beside it` }];
    case 'AT_SetNotNull':
      return [{ rule: 'lock', what: `set not null on ${table}.${name}: add a check that is not valid, validate it, in two migrations` }];
    case 'AT_DropColumn':
    case 'AT_DropConstraint':
      return [{ rule: 'contract', what: `drop of ${table}.${name}` }];
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetTableSpace':
      return [{ rule: 'rewrite', what: `${table} is written anew` }];
    default:
      return [];
  }
}

/** Evaluated once for all rows; any other function is called for each of them. */
const steady = ['now', 'statement_timestamp', 'transaction_timestamp'];

function faultsOfColumn(table: string, { colname = '', constraints = [] }: ColumnDef): MigrationFault[] {
  const found = constraints.flatMap((one) => ('Constraint' in one ? [one.Constraint] : []));
  const place = `${table}.${colname}`;
  const byDefault = found.find(({ contype }) => contype === 'CONSTR_DEFAULT');
  const faults: MigrationFault[] = [];
  if (found.some(({ contype }) => contype === 'CONSTR_NOTNULL') && byDefault === undefined) {
    faults.push({ rule: 'expand', what: `${place} is not null and has no default: the release before cannot insert` });
  }
  const called = [...JSON.stringify(byDefault?.raw_expr ?? {}).matchAll(/"FuncCall":\{"funcname":\[.*?"sval":"(\w+)"\}\}\]/g)].map(
    ([, fn = '']) => fn,
  );
  if (called.some((fn) => !steady.includes(fn)))
    faults.push({ rule: 'rewrite', what: `${place}: a default that is computed for each row` });
  if (found.some(({ contype }) => contype === 'CONSTR_GENERATED' || contype === 'CONSTR_IDENTITY')) {
    faults.push({ rule: 'rewrite', what: `${place} is computed for each row` });
  }
  const checked = found.filter(({ contype }) => contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY');
  return checked.length === 0 ? faults : [...faults, { rule: 'lock', what: `${place}: an index on all rows, built under a lock` }];
}

function faultsOfConstraint(table: string, { contype, skip_validation, indexname, conname = '' }: Constraint): MigrationFault[] {
  const place = `${table}, constraint ${conname}`;
  if (contype === 'CONSTR_FOREIGN' || contype === 'CONSTR_CHECK' || contype === 'CONSTR_NOTNULL') {
    return skip_validation === true ? [] : [{ rule: 'lock', what: `${place}: add it "not valid", validate it in the next migration` }];
  }
  if (contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY') {
    return indexname === undefined ? [{ rule: 'lock', what: `${place}: build the index concurrently, then "using index"` }] : [];
  }
  return contype === 'CONSTR_EXCLUSION' ? [{ rule: 'lock', what: `${place}: an index on all rows, built under a lock` }] : [];
}
