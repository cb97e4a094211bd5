import { readInstallation } from '@parley/backing/installation-file';
import { hasDatabase, type ServiceName } from '@parley/backing/service-catalog';
import { serviceEnvironment, systemEnvironment } from '@parley/backing/service-environment';
import { CommandError } from './command.ts';

const advice = [
  'There is no installation to talk to. Start one here with `npm start`, or name one in the environment:',
  'AUTH_DATABASE_OWNER_URL, ROOMS_DATABASE_OWNER_URL and so on, NATS_URL, REDIS_URL (docs/operating/command-line.md).',
].join('\n');

type Settings = Record<string, string>;

/**
 * The settings under which an administrator's command of a service runs: those of the environment where it names an installation, else
 * those of the one that `npm start` started here.
 *
 * One environment can hold the settings of all services: `AUTH_DATABASE_OWNER_URL` is `DATABASE_OWNER_URL` for `auth` alone. What has no
 * prefix is everybody's.
 */
export async function serviceSettings(service: ServiceName, env: NodeJS.ProcessEnv = process.env): Promise<Settings> {
  if (namesInstallation(env)) return { PORT: '0', ...forService(service, env) };
  const installation = await readInstallation();
  if (installation === undefined) throw new CommandError(advice);
  const { surroundings } = installation;
  // What was set for `npm start` by its environment (keys, limits) is not in its file: it is taken from ours.
  const settings = { ...systemEnvironment(), ...parleySettings(env), ...serviceEnvironment(service, surroundings), PORT: '0' };
  return hasDatabase(service) ? { ...settings, DATABASE_OWNER_URL: surroundings.databases[service].ownerUrl } : settings;
}

/** `DATABASE_URL` itself tells nothing: for `npm start` it is the administrator's address of the whole server. */
const telling = /^([A-Z]+_)?(DATABASE_OWNER_URL|DATABASE_OWNER_URL_FILE|DATABASE_URL_FILE)$/;

export function namesInstallation(env: NodeJS.ProcessEnv): boolean {
  return Object.keys(env).some((name) => telling.test(name) && env[name] !== '');
}

/** The environment as a service would be given it: its own prefix taken off, everything else as it is. */
export function forService(service: ServiceName, env: NodeJS.ProcessEnv): Settings {
  const prefix = `${service.toUpperCase()}_`;
  const all = definedIn(env);
  const own = Object.entries(all).flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : []));
  return { ...all, ...Object.fromEntries(own) };
}

/** The environment as it is, for what is checked or run in it. */
export function definedIn(env: NodeJS.ProcessEnv): Settings {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function parleySettings(env: NodeJS.ProcessEnv): Settings {
  const workshop = /^PARLEY_(BACKING|CHROMIUM|TEST_.*)$/;
  return Object.fromEntries(Object.entries(definedIn(env)).filter(([name]) => name.startsWith('PARLEY_') && !workshop.test(name)));
}
