import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, repositoryRoot, serviceNames } from '@parley/backing';
import { eventually, type Stack, startStack } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { toJson } from '../scripts/dashboards/dashboard.ts';
import { dashboards } from '../scripts/dashboards/dashboards.ts';
import { type Canaries, failInside, plantCanaries } from './src/canaries.ts';
import { type ExportedMetrics, findMetric, readMetrics } from './src/exported-metrics.ts';
import { type OtlpReceiver, startOtlpReceiver } from './src/otlp-receiver.ts';
import { parseQuery } from './src/promql.ts';

type Rule = { alert: string; expr: string; annotations: { summary: string; runbook: string } };

const infra = join(repositoryRoot, 'infra');
const canaries: Canaries = new Map();
const texts: string[] = [];
const metrics: ExportedMetrics = new Map();
let stack: Stack;
let collector: OtlpReceiver;
let rules: Rule[];

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
    const text = await (await fetch(`${url}/metrics`)).text();
    texts.push(text);
    readMetrics(metrics, name, text);
  }
  const { groups }: { groups: Array<{ rules: Rule[] }> } = parseYaml(await readFile(join(infra, 'prometheus/alerts.yml'), 'utf8'));
  rules = groups.flatMap((group) => group.rules);
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
    expect(found(texts.join('\n'))).toEqual([]);
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
  it('have their unit in the name, and what they are in their help', () => {
    const own = [...metrics.values()].filter(({ name }) => name.startsWith('parley_'));
    expect(own.length).toBeGreaterThan(30);
    expect(own.filter(({ help }) => help.length < 10)).toEqual([]);
    expect(own.filter(({ type, name }) => (type === 'counter') !== name.endsWith('_total')).map(({ name }) => name)).toEqual([]);
    const durations = own.filter(({ name }) => /duration|delay|age/.test(name)).filter(({ name }) => !name.endsWith('_seconds'));
    expect(durations.map(({ name }) => name)).toEqual([]);
  });

  it('are all in docs/operating/metrics.md (`vitest -u` writes it)', async () => {
    await expect(metricsPage(metrics)).toMatchFileSnapshot(join(repositoryRoot, 'docs/operating/metrics.md'));
  });
});

/** Labels that Prometheus gives to what it reads: infra/prometheus/prometheus.yml. */
const ofPrometheus = new Set(['job', 'instance', 'service', 'le']);

function faultsOf(expr: string): string[] {
  const { selectors, groupedBy } = parseQuery(expr);
  const faults: string[] = [];
  const labels = new Set(ofPrometheus);
  for (const { metric: name, matchers } of selectors) {
    const metric = findMetric(metrics, name);
    if (name !== 'up' && !metric) faults.push(`nobody exports ${name}`);
    for (const label of metric?.labels ?? []) labels.add(label);
    for (const { label, operator, value } of matchers) {
      if (!ofPrometheus.has(label) && !metric?.labels.has(label)) faults.push(`${name} has no label ${label}`);
      if (operator === '=' && !ofPrometheus.has(label) && !metric?.values.get(label)?.has(value))
        faults.push(`${name}: ${label} is never ${value}`);
    }
  }
  for (const label of groupedBy) if (!labels.has(label)) faults.push(`nothing here has the label ${label}`);
  return faults.map((fault) => `${fault}: ${expr}`);
}

describe('alerts and dashboards', () => {
  it('ask for what the services export', () => {
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...dashboards.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map(([, expr]) => expr))),
    ];
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.flatMap(faultsOf)).toEqual([]);
  });

  it('are what Prometheus takes, where it is installed', async () => {
    const promtool = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path));
    if (!promtool) return;
    const { stdout } = await promisify(execFile)(promtool, ['check', 'rules', join(infra, 'prometheus/alerts.yml')]);
    expect(stdout).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  it('name a page each that says what to do, and no page is left over', async () => {
    const pages = (await readdir(join(repositoryRoot, 'docs/operating/runbooks'))).map((file) => `docs/operating/runbooks/${file}`);
    expect(new Set(rules.map(({ annotations }) => annotations.runbook))).toEqual(new Set(pages));
    for (const { alert, annotations } of rules) expect(await readFile(join(repositoryRoot, annotations.runbook), 'utf8')).toContain(alert);
  });

  it('are written as they are thought of (`node scripts/write-dashboards.ts`)', async () => {
    const folder = join(infra, 'grafana/dashboards');
    expect((await readdir(folder)).sort()).toEqual(dashboards.map(({ uid }) => `${uid}.json`).sort());
    for (const dashboard of dashboards) expect(await readFile(join(folder, `${dashboard.uid}.json`), 'utf8')).toBe(toJson(dashboard));
  });
});

function metricsPage(all: ExportedMetrics): string {
  const rows = [...all.values()]
    .filter(({ name }) => name.startsWith('parley_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, type, services, help }) => {
      const where = services.size === serviceNames.length ? 'all' : [...services].sort().join(', ');
      return `| \`${name}\` | ${type} | ${where} | ${help.replaceAll('|', '\\|')} |`;
    });
  return [
    '# Metrics',
    '',
    'Every service answers `/metrics` where it listens, gateways on `OPERATIONS_PORT`, away from the front door. Besides these: what `prom-client`',
    'tells of every Node.js process (`process_…`, `nodejs_…`, event-loop delay among them). Written by `e2e/observability.int.test.ts` from what',
    'the services export.',
    '',
    '| name | type | services | is |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
