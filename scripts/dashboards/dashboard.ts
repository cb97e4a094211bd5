/** A panel as it is thought of; `toJson` makes what Grafana wants of it. */
export type Panel = {
  title: string;
  /** One line of the page's guide: what to look for. */
  about: string;
  unit: 'reqps' | 's' | 'short' | 'bytes' | 'Bps' | 'percentunit' | 'wps';
  queries: ReadonlyArray<readonly [legend: string, expr: string]>;
  kind?: 'timeseries' | 'stat';
};

export type Dashboard = { uid: string; title: string; panels: readonly Panel[] };

const source = { type: 'prometheus', uid: 'prometheus' };
const perRow = 2;
const width = 24 / perRow;
const height = 8;

export function toJson({ uid, title, panels }: Dashboard): string {
  const dashboard = {
    uid,
    title,
    tags: ['parley'],
    timezone: 'browser',
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    links: [{ type: 'dashboards', tags: ['parley'], title: 'Parley', asDropdown: true, includeVars: true, keepTime: true }],
    panels: panels.map(toPanel),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function toPanel({ title, about, unit, queries, kind = 'timeseries' }: Panel, index: number): object {
  return {
    id: index + 1,
    type: kind,
    title,
    description: about,
    datasource: source,
    gridPos: { x: (index % perRow) * width, y: Math.floor(index / perRow) * height, w: width, h: height },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: kind === 'stat' ? {} : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(([legend, expr], nth) => ({
      refId: String.fromCharCode(65 + nth),
      datasource: source,
      expr,
      legendFormat: legend,
    })),
  };
}
