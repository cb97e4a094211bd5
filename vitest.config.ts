import { defineConfig } from 'vitest/config';

const everywhere = ['packages', 'services', 'web', 'cli', 'scripts', 'bench', 'faults', 'infra'];
const ignored = ['**/node_modules/**', '**/dist/**'];

/** Four kinds of test: pure ones, those on real servers, those that break everything meanwhile, and those in a real browser. */
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
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts'],
          exclude: ignored,
          globalSetup: ['packages/testing/src/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
