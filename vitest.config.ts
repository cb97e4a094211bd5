import { defineConfig } from 'vitest/config';
import { flows, screens } from './e2e/src/screens.ts';

const everywhere = ['packages', 'services', 'web', 'cli', 'scripts', 'bench', 'faults', 'infra'];
const ignored = ['**/node_modules/**', '**/dist/**'];

const inBrowser = {
  exclude: ignored,
  globalSetup: ['packages/testing/src/global-setup.ts'],
  testTimeout: 120_000,
  hookTimeout: 180_000,
  // A browser draws on the processor: two at once take nearly as long as one after the other, and are slow to answer.
  maxWorkers: 1,
};

/** Pure tests, those on real servers, those that break everything meanwhile, those in a real browser, those in containers. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: everywhere.map((folder) => `${folder}/**/*.unit.test.{ts,tsx}`), exclude: ignored } },
      {
        test: {
          name: 'int',
          include: [...everywhere, 'e2e'].map((folder) => `${folder}/**/*.int.test.ts`),
          exclude: ignored,
          globalSetup: ['packages/testing/src/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['faults/**/*.faults.test.ts'],
          exclude: ignored,
          globalSetup: ['packages/testing/src/global-setup.ts'],
          testTimeout: 300_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          // Not part of `npm test`: it needs Docker, and builds images. `npm run test:compose`.
          name: 'compose',
          include: ['e2e/**/*.compose.test.ts', 'e2e/two-browsers.e2e.test.ts'],
          exclude: ignored,
          env: { PARLEY_TEST_COMPOSE: 'on' },
          testTimeout: 180_000,
          hookTimeout: 1_200_000,
          maxWorkers: 1,
        },
      },
      {
        test: { ...inBrowser, name: 'e2e', include: ['e2e/**/*.e2e.test.ts'] },
      },
      // Not part of `npm test`, which drives each flow on one of them. `npm run test:screens`.
      ...Object.keys(screens).map((screen) => ({
        test: {
          ...inBrowser,
          name: `screens-${screen}`,
          include: Object.keys(flows).map((flow) => `e2e/${flow}.e2e.test.ts`),
          env: { PARLEY_SCREEN: screen },
        },
      })),
    ],
  },
});
