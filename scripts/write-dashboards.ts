import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { toJson } from './dashboards/dashboard.ts';
import { dashboards } from './dashboards/dashboards.ts';

for (const dashboard of dashboards) {
  await writeFile(join(repositoryRoot, 'infra/grafana/dashboards', `${dashboard.uid}.json`), toJson(dashboard));
}
