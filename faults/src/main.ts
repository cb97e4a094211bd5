import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { setup } from '@parley/testing/global-setup';
import { type RunReport, runFaults } from './run.ts';

/**
 * `npm run test:faults [-- --minutes 30 --seed 7 --people 200]`: breaks everything, in the order that the seed says, under people
 * who talk, and checks what they saw. Ends with 1 when a promise was broken.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    people: { type: 'string', default: '200' },
    rooms: { type: 'string', default: '20' },
    members: { type: 'string', default: '25' },
    rate: { type: 'string', default: '60' },
    gateways: { type: 'string', default: '3' },
    messages: { type: 'string', default: '2' },
  },
});

const number = (name: keyof typeof values): number => {
  const value = Number(values[name]);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} must be a number, not "${values[name]}"`);
  return value;
};

const tearDown = await setup();
try {
  const report = await runFaults({
    seed: number('seed'),
    minutes: number('minutes'),
    rounds: 1,
    people: number('people'),
    rooms: number('rooms'),
    membersPerRoom: number('members'),
    messagesPerSecond: number('rate'),
    gateways: number('gateways'),
    messages: number('messages'),
    log: console.log,
  });
  await keep(report);
  tell(report);
  if (report.violations.length > 0) process.exitCode = 1;
} finally {
  await tearDown();
}
// Without it, what strikes have left of connections can keep Node.js from its own way out: it waits for them for ever, and busily.
process.exit();

async function keep(report: RunReport): Promise<void> {
  const folder = new URL('../../.parley/faults/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL(`seed-${report.seed}.json`, folder), `${JSON.stringify(report, null, 2)}\n`);
}

function tell({ strikes, impossible, violations, seed, ...counts }: RunReport): void {
  console.table(counts);
  console.log(`${strikes.length} strikes of ${new Set(strikes.map(({ name }) => name)).size} kinds.`);
  for (const name of impossible) console.log(`Not possible on this machine: ${name}.`);
  for (const { property, what } of violations) console.log(`VIOLATED  ${property}: ${what}`);
  console.log(`${violations.length} violations; repeat with --seed ${seed}`);
}
