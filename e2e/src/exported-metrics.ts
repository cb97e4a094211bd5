/** A metric as a service exports it. */
export type ExportedMetric = {
  name: string;
  type: string;
  help: string;
  /** Label names of the series that there are, `le` and `quantile` apart. */
  labels: Set<string>;
  /** Values by label name. */
  values: Map<string, Set<string>>;
  services: Set<string>;
};

export type ExportedMetrics = Map<string, ExportedMetric>;

const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Adds what one process says at `/metrics`, in Prometheus' text format. */
export function readMetrics(into: ExportedMetrics, service: string, text: string): void {
  const help = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [mark, keyword, name = '', ...rest] = line.split(' ');
    if (mark === '#' && keyword === 'HELP') help.set(name, rest.join(' '));
    else if (mark === '#' && keyword === 'TYPE')
      metricOf(into, { name, type: rest.join(' '), help: help.get(name) ?? '' }).services.add(service);
    else addSample(into, line);
  }
}

/** The metric that a series belongs to: a histogram's parts have names of their own. */
export function findMetric(metrics: ExportedMetrics, series: string): ExportedMetric | undefined {
  return metrics.get(series) ?? metrics.get(series.replace(/_(bucket|sum|count)$/, ''));
}

function metricOf(into: ExportedMetrics, about: Pick<ExportedMetric, 'name' | 'type' | 'help'>): ExportedMetric {
  const known = into.get(about.name);
  if (known) return known;
  const fresh = { ...about, labels: new Set<string>(), values: new Map<string, Set<string>>(), services: new Set<string>() };
  into.set(about.name, fresh);
  return fresh;
}

function addSample(into: ExportedMetrics, line: string): void {
  const [, series, labels = ''] = sample.exec(line) ?? [];
  const metric = series === undefined ? undefined : findMetric(into, series);
  if (!metric) return;
  for (const [, name = '', value = ''] of labels.matchAll(label)) {
    if (name === 'le' || name === 'quantile') continue;
    metric.labels.add(name);
    metric.values.set(name, (metric.values.get(name) ?? new Set()).add(value));
  }
}
