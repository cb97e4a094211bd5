import { type DatabaseService, servicePath } from '@parley/backing/service-catalog';
import { migrate, type SqlMigration } from '@parley/event-store';
import { createLogger } from '@parley/service-kit/logger';

/** Everything that makes a service's database, as its own `src/migrations.ts` says. */
export async function migrationsOf(service: DatabaseService): Promise<readonly SqlMigration[]> {
  const module: unknown = await import(servicePath(service, 'migrations.ts'));
  const name = `${service}Migrations`;
  const list: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, name) : undefined;
  if (typeof list !== 'function') throw new Error(`The service ${service} does not export ${name}.`);
  return list();
}

/** `only`: by name, for a restore, which makes the schema that its backup had. */
export async function migrateDatabase(service: DatabaseService, ownerUrl: string, only?: readonly string[]): Promise<void> {
  const all = await migrationsOf(service);
  const migrations = only === undefined ? all : all.filter(({ name }) => only.includes(name));
  await migrate({ ownerUrl, migrations, log: createLogger({ service, level: 'silent' }), restoring: only !== undefined });
}
