import { runChecks } from './checks/run-checks.ts';

/** `npm run check`: types, lint and boundaries, in seconds. */
const results = await runChecks();
process.exitCode = results.every(({ fault }) => fault === undefined) ? 0 : 1;
