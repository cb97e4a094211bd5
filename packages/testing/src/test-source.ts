import type { ServerSource } from '@parley/backing';

const variable = 'PARLEY_TEST_SERVERS';

/** Chosen once by the run's main process; its workers inherit the environment. */
export function shareSource(source: ServerSource): void {
  process.env[variable] = JSON.stringify(source);
}

/** The image of a server, or undefined for a program on this machine. */
export function testImage(kind: 'postgres' | 'nats' | 'redis'): string | undefined {
  const shared = process.env[variable];
  if (shared === undefined) return undefined;
  const source = JSON.parse(shared) as ServerSource;
  return source.kind === 'docker' ? source.images[kind] : undefined;
}
