import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@parley/event-store';
import { type App, createLogger, createServiceContext } from '@parley/service-kit';
import { createFakeClock, createTestDatabase, type FakeClock, type TestDatabase, testNats, testRedis } from '@parley/testing';
import { configSchema } from './config.ts';
import { authMigrations } from './migrations.ts';
import { startAuth } from './start-auth.ts';

type Servers = { database: TestDatabase; nats: Awaited<ReturnType<typeof testNats>>; redis: Awaited<ReturnType<typeof testRedis>> };

export type TestAuth = Servers & {
  app: App;
  clock: FakeClock;
  /** The folder that mails are written to. */
  outbox: string;
  /** All that was logged. */
  logs: string[];
  /** Another replica on the same servers. Stopped with the first. */
  startReplica(env?: Record<string, string>): Promise<App>;
  stop(): Promise<void>;
};

/** The service in this process, on servers of its own. */
export async function startTestAuth(env: Record<string, string> = {}): Promise<TestAuth> {
  const [database, nats, redis] = await Promise.all([createTestDatabase('auth'), testNats(), testRedis()]);
  const outbox = await mkdtemp(join(tmpdir(), 'parley-outbox-'));
  const logs: string[] = [];
  const log = createLogger({ service: 'auth', level: 'debug', destination: { write: (line: string) => void logs.push(line) } });
  // Tokens carry real times, since verifiers read the real clock.
  const clock = createFakeClock(new Date());
  await migrate({ ownerUrl: database.ownerUrl, migrations: await authMigrations(), log });

  const shutdowns: Array<(limitMs: number) => Promise<boolean>> = [];
  const startReplica = async (more: Record<string, string> = {}) => {
    const { context, shutDown } = createServiceContext(log);
    shutdowns.push(shutDown);
    const config = configSchema.parse({
      PORT: '0',
      DATABASE_URL: database.url,
      NATS_URL: nats.url,
      REDIS_URL: redis.url,
      PARLEY_BCRYPT_ROUNDS: '4',
      PARLEY_LOGINS_PER_MINUTE: '100000',
      PARLEY_REGISTRATIONS_PER_MINUTE: '100000',
      PARLEY_LOGIN_FREE_FAILURES: '100000',
      // Tests of mails about something else would find these first.
      PARLEY_EMAIL_VERIFICATION: 'off',
      PARLEY_MAIL_OUTBOX: outbox,
      PARLEY_PUBLIC_URL: 'https://chat.example.test/',
      ...env,
      ...more,
    });
    return startAuth(config, context, { clock: clock.now });
  };
  const app = await startReplica();

  const stop = async () => {
    await Promise.all(shutdowns.map((shutDown) => shutDown(10_000)));
    await Promise.all([nats.stop(), redis.stop()]);
    await database.drop();
    await rm(outbox, { recursive: true, force: true });
  };
  return { database, nats, redis, outbox, app, clock, logs, startReplica, stop };
}
