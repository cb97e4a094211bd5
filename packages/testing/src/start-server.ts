import { randomBytes } from 'node:crypto';
import {
  natsContainer,
  postgresContainer,
  type RunningServer,
  redisContainer,
  startNatsServer,
  startPostgresServer,
  startRedisServer,
} from '@parley/backing';
import { testImage } from './test-source.ts';

/** `args`: what nats-server is told besides, as on its command line. */
export type NatsTestOptions = { args?: readonly string[] };

/**
 * The servers of tests: a container where the run has chosen containers, else a program on this machine with its data below `dir`.
 * Testcontainers is loaded only where it is used: it costs as much as starting a server.
 */
export async function startNats(dir: string, { args = [] }: NatsTestOptions = {}): Promise<RunningServer> {
  const image = testImage('nats');
  if (image === undefined) return startNatsServer({ dir, args });
  const { startTestContainer } = await import('./test-container.ts');
  return startTestContainer({ name: 'NATS', dir, ready: /Server is ready/, ...natsContainer(image, args) });
}

export async function startRedis(dir: string): Promise<RunningServer> {
  const image = testImage('redis');
  if (image === undefined) return startRedisServer({ dir });
  const { startTestContainer } = await import('./test-container.ts');
  return startTestContainer({ name: 'Redis', dir, ready: /Ready to accept connections/, ...redisContainer(image) });
}

export async function startPostgres(dir: string, { durable = true } = {}): Promise<RunningServer> {
  const image = testImage('postgres');
  if (image === undefined) return startPostgresServer({ dir, durable });
  const { startTestContainer } = await import('./test-container.ts');
  const password = randomBytes(18).toString('hex');
  const server = postgresContainer(image, { password, durable });
  // The first such line is of the server that prepares the data; only the second one listens on the network.
  return startTestContainer({ name: 'Postgres', dir, ready: /database system is ready to accept connections/, ...server });
}
