import { relative } from 'node:path';
import { demoAccounts, demoPassword } from '../../cli/src/seed/demo.ts';
import { logFolder } from './installation-folders.ts';

/** What a person wants to know once everything runs. */
export function banner(url: string, { seeded }: { seeded: boolean }): string {
  const accounts = demoAccounts.map(({ email, display_name }) => `${email.padEnd(18)} ${demoPassword}   (${display_name})`);
  const lines: Array<[string, string]> = [
    ['Open', url],
    ...(seeded ? accounts.map((account, index): [string, string] => [index === 0 ? 'Log in' : '', account]) : []),
    ['API', `${url}/docs`],
    ['Logs', relative(process.cwd(), logFolder) || '.'],
    ['Stop', 'Ctrl+C'],
  ];
  return ['', '  Parley is ready', '', ...lines.map(([name, value]) => `  ${name.padEnd(8)}${value}`), ''].join('\n');
}
