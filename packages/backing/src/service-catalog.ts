import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** In the order in which they are stopped: the front door first, then whoever still writes. */
export const serviceNames = ['gateway', 'presence', 'messages', 'notifications', 'media', 'rooms', 'auth'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Those that own a Postgres database and bring migrations. */
export const databaseServices = ['auth', 'rooms', 'messages', 'media', 'notifications'] as const;
export type DatabaseService = (typeof databaseServices)[number];

/** Those of them that publish their events. */
export const relayServices = ['auth', 'rooms', 'messages'] as const satisfies readonly DatabaseService[];

export const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** Where Node.js keeps what it made of our TypeScript: without it every start of a service strips and compiles all of it anew. */
export const compileCache = join(repositoryRoot, '.parley/compile-cache');

const pinnedByPackage = join(repositoryRoot, 'node_modules/node/bin/node');

/** The pinned Node.js, whatever runs us: services need its TypeScript support. In an image, the image's own is the pinned one. */
export const pinnedNode = existsSync(pinnedByPackage) ? pinnedByPackage : process.execPath;

export function servicePath(service: ServiceName, file: string, root = repositoryRoot): string {
  return join(root, 'services', service, 'src', file);
}

export function hasDatabase(service: ServiceName): service is DatabaseService {
  return databaseServices.some((name) => name === service);
}
