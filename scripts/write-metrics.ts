import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { declaredMetrics } from './metrics/declared-metrics.ts';
import { metricsPage, metricsPageFile } from './metrics/metrics-page.ts';

await writeFile(join(repositoryRoot, metricsPageFile), metricsPage(await declaredMetrics()));
