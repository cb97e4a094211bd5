import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@parley/backing';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { toJson } from '../dashboards/dashboard.ts';
import { dashboards } from '../dashboards/dashboards.ts';
import { type DeclaredMetrics, declaredMetrics, findMetric } from './declared-metrics.ts';
import { metricsPage, metricsPageFile } from './metrics-page.ts';
import { parseQuery } from './promql.ts';

type Rule = { alert: string; expr: string; annotations: { summary: string; runbook: string } };

const read = (path: string) => readFile(join(repositoryRoot, path), 'utf8');
let metrics: DeclaredMetrics;
let rules: Rule[];

beforeAll(async () => {
  metrics = await declaredMetrics();
  const { groups }: { groups: Array<{ rules: Rule[] }> } = parseYaml(await read('infra/prometheus/alerts.yml'));
  rules = groups.flatMap((group) => group.rules);
}, 120_000);

describe('metrics', () => {
  it('have their unit in the name, and what they are in their help', () => {
    const own = [...metrics.values()].filter(({ name }) => name.startsWith('parley_'));
    expect(own.length).toBeGreaterThan(30);
    expect(own.filter(({ help }) => help.length < 10)).toEqual([]);
    expect(own.filter(({ type, name }) => (type === 'counter') !== name.endsWith('_total')).map(({ name }) => name)).toEqual([]);
    const times = own.filter(({ name }) => /duration|delay|_age/.test(name)).map(({ name }) => name);
    expect(times.filter((name) => !name.endsWith('_seconds'))).toEqual([]);
  });

  it('are all in docs/operating/metrics.md (`node scripts/write-metrics.ts`)', async () => {
    expect(await read(metricsPageFile)).toBe(metricsPage(metrics));
  });
});

/** Labels that Prometheus gives to what it reads: infra/prometheus/prometheus.yml. */
const ofPrometheus = new Set(['job', 'instance', 'service', 'le']);

function faultsOf(expr: string): string[] {
  const { selectors, groupedBy } = parseQuery(expr);
  const faults = selectors.length === 0 ? ['no metric is asked for'] : [];
  const labels = new Set(ofPrometheus);
  for (const { metric: name, matchers } of selectors) {
    const metric = findMetric(metrics, name);
    if (name !== 'up' && !metric) faults.push(`nobody exports ${name}`);
    for (const label of metric?.labels ?? []) labels.add(label);
    for (const { label } of matchers)
      if (!ofPrometheus.has(label) && !metric?.labels.includes(label)) faults.push(`${name} has no ${label}`);
  }
  for (const label of groupedBy) if (!labels.has(label)) faults.push(`nothing here has the label ${label}`);
  return faults.map((fault) => `${fault}: ${expr}`);
}

describe('alerts and dashboards', () => {
  it('ask for what the services export', () => {
    const panels = dashboards.flatMap((dashboard) => dashboard.panels);
    const asked = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ queries }) => queries.map(([, expr]) => expr))];
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.flatMap(faultsOf)).toEqual([]);
  });

  it('would be found out if they asked for what nobody exports', () => {
    expect(faultsOf('sum by (color) (rate(parley_command_duration_seconds_count{kind="x"}[5m])) > parley_nothing')).toHaveLength(3);
    expect(() => parseQuery('sum by (')).toThrow('not PromQL');
  });

  it('are what Prometheus takes, where it is installed', async () => {
    const promtool = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path));
    if (!promtool) return;
    const file = join(repositoryRoot, 'infra/prometheus/alerts.yml');
    const { stdout } = await promisify(execFile)(promtool, ['check', 'rules', file]);
    expect(stdout).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  it('name a page each that says what to do, and no page is left over', async () => {
    const pages = (await readdir(join(repositoryRoot, 'docs/operating/runbooks'))).map((file) => `docs/operating/runbooks/${file}`);
    expect(new Set(rules.map(({ annotations }) => annotations.runbook))).toEqual(new Set(pages));
    for (const { alert, annotations } of rules) expect(await read(annotations.runbook)).toContain(alert);
  });

  it('are written as they are thought of (`node scripts/write-dashboards.ts`)', async () => {
    const files = await readdir(join(repositoryRoot, 'infra/grafana/dashboards'));
    expect(files.sort()).toEqual(dashboards.map(({ uid }) => `${uid}.json`).sort());
    for (const dashboard of dashboards) expect(await read(`infra/grafana/dashboards/${dashboard.uid}.json`)).toBe(toJson(dashboard));
  });
});
