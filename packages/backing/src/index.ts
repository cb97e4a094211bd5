/**
 * Finds or starts the servers that Parley stands on, and runs Parley's services on them.
 *
 * Invariants:
 * - What a process started ends with it, also when it is killed with SIGKILL. Nothing else is ever ended.
 * - A pid is believed only together with its start time.
 * - Whatever was acknowledged survives: fsync on, Redis's append-only file on, JetStream on files.
 * - Servers listen on the loopback address only, and never run as root.
 * - Nothing is installed without saying what and why; servers and clusters that exist are left alone.
 */
export { type ContainerPart, type ContainerServer, containerNames } from './container-recipe.ts';
export { ensureChromium } from './ensure-chromium.ts';
export { ensureProgram } from './ensure-program.ts';
export { ensureServers } from './ensure-servers.ts';
export type { Images, ServerKind } from './find-images.ts';
export { freePort, isPortFree } from './free-port.ts';
export { InstallError, installPackages } from './install-packages.ts';
export {
  type InstallationFile,
  mediaFolder,
  readInstallation,
  readPasswords,
  saveInstallation,
  savePasswords,
  seededFile,
  stateFolder,
} from './installation-file.ts';
export { MissingServerError } from './missing-server-error.ts';
export { type NatsServerOptions, natsContainer, startNatsServer } from './nats-server.ts';
export { type PostgresServerOptions, postgresContainer, startPostgresServer } from './postgres-server.ts';
export { guardProcess, releaseProcess } from './process-guard.ts';
export { endProcess, identify, isAlive, type ProcessIdentity, sendSignal } from './process-identity.ts';
export { type DatabaseUrls, dropDatabases, provisionDatabases } from './provision-databases.ts';
export { type RedisServerOptions, redisContainer, startRedisServer } from './redis-server.ts';
export { type Log, type RunningServer, type ServerExit, ServerStartError } from './server-process.ts';
export { BackingInUseError } from './server-record.ts';
export { type BackingKind, chooseServerSource, parseBackingKind, type ServerSource } from './server-source.ts';
export {
  type DatabaseService,
  databaseServices,
  hasDatabase,
  pinnedNode,
  relayServices,
  repositoryRoot,
  type ServiceName,
  serviceNames,
  servicePath,
} from './service-catalog.ts';
export { type ServiceSurroundings, serviceEnvironment, systemEnvironment } from './service-environment.ts';
export { MigrationError, migrateServices, type ServiceOptions, startService } from './service-process.ts';
export { type Backing, type BackingOptions, startBacking } from './start-backing.ts';
