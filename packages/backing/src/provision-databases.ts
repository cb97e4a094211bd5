import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type DatabaseUrls = { url: string; ownerUrl: string };

export type ProvisionOptions = {
  /** Passwords by role from an earlier call, so that a second start keeps them; new ones are added to the same object. */
  passwords?: Record<string, string>;
  /**
   * New databases are copies of those that were provisioned under this prefix. What is in them stays with the original's roles, to which the
   * new ones belong: they may do what the originals may.
   */
  templatePrefix?: string | undefined;
};

/**
 * For each service a database `<prefix>_<service>`, a runtime role of the same name that may connect and see the schema, and a
 * role `…_owner` that owns the database and its schema and runs migrations. What exists stays; passwords are set anew.
 */
export async function provisionDatabases<Service extends string>(
  adminUrl: string,
  prefix: string,
  services: readonly Service[],
  options: ProvisionOptions = {},
): Promise<Record<Service, DatabaseUrls>> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const entries: [Service, DatabaseUrls][] = [];
    for (const service of services) entries.push([service, await provisionDatabase(admin, adminUrl, { prefix, service, ...options })]);
    return Object.fromEntries(entries) as Record<Service, DatabaseUrls>;
  } finally {
    await admin.end();
  }
}

async function provisionDatabase(
  admin: pg.Client,
  adminUrl: string,
  { prefix, service, passwords = {}, templatePrefix }: ProvisionOptions & { prefix: string; service: string },
): Promise<DatabaseUrls> {
  const name = `${prefix}_${service}`;
  const owner = `${name}_owner`;
  for (const role of [name, owner]) {
    passwords[role] ??= randomBytes(18).toString('hex');
    await ensureRole(admin, role, passwords[role]);
  }
  const database = pg.escapeIdentifier(name);
  // Who is not a superuser may only give a database to a role that they belong to.
  await admin.query(`grant ${pg.escapeIdentifier(owner)} to current_user`);
  const existing = await admin.query('select 1 from pg_database where datname = $1', [name]);
  if (existing.rowCount === 0) {
    const template = templatePrefix === undefined ? undefined : `${templatePrefix}_${service}`;
    const copied = template === undefined ? '' : ` template ${pg.escapeIdentifier(template)}`;
    await admin.query(`create database ${database} owner ${pg.escapeIdentifier(owner)}${copied}`);
    if (template !== undefined) await belongTo(admin, { name, owner, template });
  }
  await admin.query(`revoke all on database ${database} from public`);
  await admin.query(`grant connect on database ${database} to ${pg.escapeIdentifier(name)}`);

  const ownerUrl = withDatabase(adminUrl, { database: name, user: owner, password: passwords[owner] ?? '' });
  // Connecting as the owner, who has every right in the database, so that the schema is theirs whoever the administrator is.
  await inDatabase(withDatabase(adminUrl, { database: name }), [
    `alter schema public owner to ${pg.escapeIdentifier(owner)}`,
    'revoke create on schema public from public',
    `grant usage on schema public to ${pg.escapeIdentifier(name)}`,
  ]);
  return { url: withDatabase(adminUrl, { database: name, user: name, password: passwords[name] ?? '' }), ownerUrl };
}

async function belongTo(admin: pg.Client, { name, owner, template }: { name: string; owner: string; template: string }): Promise<void> {
  await admin.query(`grant ${pg.escapeIdentifier(template)} to ${pg.escapeIdentifier(name)}`);
  await admin.query(`grant ${pg.escapeIdentifier(`${template}_owner`)} to ${pg.escapeIdentifier(owner)}`);
}

async function ensureRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const existing = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = existing.rowCount === 0 ? 'create' : 'alter';
  await admin.query(`${verb} role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(password)}`);
}

/** Removes what `provisionDatabases` made, cutting whoever is still connected. */
export async function dropDatabases(adminUrl: string, prefix: string, services: readonly string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    for (const service of services) {
      const name = `${prefix}_${service}`;
      await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
      for (const role of [name, `${name}_owner`]) await admin.query(`drop role if exists ${pg.escapeIdentifier(role)}`);
    }
  } finally {
    await admin.end();
  }
}

async function inDatabase(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(adminUrl: string, change: { database: string; user?: string; password?: string }): string {
  const url = new URL(adminUrl);
  url.pathname = `/${change.database}`;
  if (change.user !== undefined) url.username = change.user;
  if (change.password !== undefined) url.password = change.password;
  return url.href;
}
