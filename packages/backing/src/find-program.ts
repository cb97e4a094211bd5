import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Where servers live that are not always on PATH: Debian keeps some from ordinary users, Homebrew keeps versions apart. */
const usualPlaces = ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin', '/home/linuxbrew/.linuxbrew/bin'];
const minimumPostgres = 15;

export function findProgram(names: readonly string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...usualPlaces];
  for (const name of names) {
    for (const folder of folders) {
      if (isExecutable(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

export type PostgresPrograms = { bin: string; major: number };

/** Every Postgres on this machine that is new enough, newest first. `initdb` and `postgres` must be of one installation. */
export function findPostgresPrograms(): PostgresPrograms[] {
  const onPath = findProgram(['postgres']);
  const folders = new Set([
    ...below('/usr/lib/postgresql', 'bin'),
    ...['/opt/homebrew/opt', '/usr/local/opt', '/home/linuxbrew/.linuxbrew/opt'].flatMap((opt) => below(opt, 'bin', /^postgresql(@|$)/)),
    ...(onPath === undefined ? [] : [dirname(realpathSync(onPath))]),
  ]);
  const found: PostgresPrograms[] = [];
  for (const bin of folders) {
    if (!isExecutable(join(bin, 'postgres')) || !isExecutable(join(bin, 'initdb'))) continue;
    const major = versionOf(join(bin, 'postgres'))[0] ?? 0;
    if (major >= minimumPostgres) found.push({ bin, major });
  }
  return found.sort((a, b) => b.major - a.major);
}

/** Major, minor … of the first version number that the program prints. */
export function versionOf(program: string): number[] {
  try {
    const text = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return (/(\d+)(?:\.(\d+))?/.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0));
  } catch {
    return [];
  }
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function below(folder: string, child: string, pattern = /./): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .map((name) => join(folder, name, child));
  } catch {
    return [];
  }
}
