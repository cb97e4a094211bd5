import { setTimeout as delay } from 'node:timers/promises';
import { freePort, type ServiceName, serviceNames } from '@parley/backing';
import { eventually, type Stack, startStack } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredMetrics } from '../scripts/metrics/declared-metrics.ts';
import { type Canaries, failInside, plantCanaries } from './src/canaries.ts';
import { type OtlpReceiver, startOtlpReceiver } from './src/otlp-receiver.ts';

const canaries: Canaries = new Map();
/** What each service says at `/metrics`. */
const exported = new Map<ServiceName, string>();
let stack: Stack;
let collector: OtlpReceiver;

beforeAll(async () => {
  collector = await startOtlpReceiver();
  const operationsPort = await freePort();
  stack = await startStack({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, PARLEY_TRACE_RATIO: '1', OTEL_BSP_SCHEDULE_DELAY: '100' },
    serviceEnv: { gateway: { OPERATIONS_PORT: String(operationsPort) } },
  });
  const planted = await plantCanaries(stack);
  for (const [kind, value] of [...planted.canaries, ...(await failInside(stack, planted.ada, planted.roomId, alter))])
    canaries.set(kind, value);
  await eventually('the failure is traced', () => collector.spans.some((span) => span.failed) || undefined, 20_000);
  // What was asked last is told a moment later.
  await delay(500);
  for (const name of serviceNames) {
    const url = name === 'gateway' ? `http://127.0.0.1:${operationsPort}` : stack.service(name).url;
    exported.set(name, await (await fetch(`${url}/metrics`)).text());
  }
});
afterAll(async () => {
  await stack?.stop();
  await collector?.close();
});

async function alter(database: 'messages' | 'auth', sql: string): Promise<void> {
  const client = new pg.Client(stack.databases[database].ownerUrl);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function logLines(): Promise<Array<{ service: string; line: string }>> {
  const logs = await Promise.all(serviceNames.map(async (service) => ({ service, text: await stack.logs(service) })));
  return logs.flatMap(({ service, text }) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => ({ service, line })),
  );
}

describe('what people say, their names and their secrets', () => {
  const found = (text: string) => [...canaries].flatMap(([kind, value]) => (text.includes(value) ? [kind] : []));

  it('are in no log line, in whatever goes wrong', async () => {
    const lines = await logLines();
    expect(canaries.size).toBeGreaterThan(40);
    expect(lines.filter(({ line }) => found(line).length > 0).map(({ service, line }) => `${service}: ${found(line)} in ${line}`)).toEqual(
      [],
    );
    expect(lines.filter(({ line }) => line.includes('"level":"error"')).length).toBeGreaterThan(0);
  });

  it('are in no trace', () => {
    expect(collector.spans.length).toBeGreaterThan(100);
    expect(found(collector.text())).toEqual([]);
  });

  it('are in no metric', () => {
    expect(found([...exported.values()].join('\n'))).toEqual([]);
  });
});

describe('log lines', () => {
  it('are JSON with the same names everywhere', async () => {
    for (const { line } of (await logLines()).filter(({ line }) => !line.startsWith('('))) {
      const entry: Record<string, unknown> = JSON.parse(line);
      expect(entry).toMatchObject({
        level: expect.any(String),
        time: expect.any(String),
        service: expect.any(String),
        msg: expect.any(String),
      });
      expect(Object.keys(entry).filter((key) => !/^[a-z_]+$/.test(key))).toEqual([]);
    }
  });

  it('of errors say which request or room they are about', async () => {
    const errors = (await logLines()).flatMap(({ line }) => (line.includes('"level":"error"') ? [JSON.parse(line)] : []));
    for (const entry of errors) expect(entry.trace_id).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('metrics', () => {
  it('are all exported by the services that declare them', async () => {
    const missing = [...(await declaredMetrics()).values()].flatMap(({ name, services }) =>
      services.filter((service) => !exported.get(service)?.includes(`# TYPE ${name} `)).map((service) => `${service}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('count what has happened', () => {
    const value = (service: ServiceName, series: string) =>
      Number(
        exported
          .get(service)
          ?.split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.split(' ')[1] ?? Number.NaN,
      );
    expect(value('gateway', 'parley_command_duration_seconds_count{command="message.send",outcome="ok"}')).toBe(1);
    expect(value('gateway', 'parley_fan_out_sockets_sum')).toBeGreaterThan(0);
    expect(value('messages', 'parley_append_batch_messages_sum')).toBeGreaterThan(2);
    expect(value('messages', 'parley_relay_published_total{service="messages"}')).toBeGreaterThan(2);
    expect(value('messages', 'parley_relay_age_seconds{service="messages"}')).toBeLessThan(60);
    expect(value('messages', 'parley_consumer_lag_events{consumer="rooms:messages"}')).toBeLessThan(100);
    expect(value('messages', 'parley_nats_connected')).toBe(1);
    expect(value('auth', 'parley_redis_connected')).toBe(1);
    expect(value('messages', 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });
});
