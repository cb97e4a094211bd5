import { hasDatabase, readInstallation, type ServiceName, serviceEnvironment, systemEnvironment } from '@parley/backing';

export class NoInstallationError extends Error {
  override name = 'NoInstallationError';

  constructor() {
    super('There is no installation to talk to. Start one with `npm start`, or set the settings of the service in the environment.');
  }
}

/**
 * The settings under which an administrator's command of a service runs: those in the environment when it names the database (a
 * container of the service), else those of the installation that `npm start` started here. `DATABASE_URL` itself tells nothing: for
 * `npm start` it is the administrator's address of the whole server.
 */
export async function serviceSettings(service: ServiceName): Promise<Record<string, string>> {
  const telling = ['DATABASE_OWNER_URL', 'DATABASE_OWNER_URL_FILE', 'DATABASE_URL_FILE'];
  if (telling.some((name) => process.env[name] !== undefined)) return definedIn(process.env);
  const installation = await readInstallation();
  if (installation === undefined) throw new NoInstallationError();
  const { surroundings } = installation;
  const settings = { ...systemEnvironment(), ...serviceEnvironment(service, surroundings), PORT: '0' };
  return hasDatabase(service) ? { ...settings, DATABASE_OWNER_URL: surroundings.databases[service].ownerUrl } : settings;
}

/** The environment as it is, for what is checked or run in it. */
export function definedIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
