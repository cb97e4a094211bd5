import { execFileSync, spawn } from 'node:child_process';
import { findProgram } from './find-program.ts';
import type { Log } from './server-process.ts';

export class InstallError extends Error {
  override name = 'InstallError';
}

/**
 * Runs as root. Debian starts every server it installs and gives Postgres a first cluster: both are switched off while we install,
 * since Parley runs servers of its own, and nothing that exists is touched. Package lists are fetched only when they are needed.
 */
const script = `
set -e
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.d/parley.conf
made=
trap '[ -z "$made" ] || rm -f $made' EXIT
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
  made="$made $policy"
fi
mkdir -p "\${clusters%/*}"
echo 'create_main_cluster = false' > "$clusters"
made="$made $clusters"
apt-get install -y --no-install-recommends "$@" || {
  apt-get update
  apt-get install -y --no-install-recommends "$@"
}
`;

/** Installs Debian packages, saying what and why; throws with the command to run where we may not or cannot. */
export async function installPackages(packages: readonly string[], why: string, log: Log): Promise<void> {
  const byHand = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (findProgram(['apt-get']) === undefined) {
    throw new InstallError(`${why}. Please install it: ${packages.join(', ')} (Debian's names; Homebrew: ${homebrewNames(packages)}).`);
  }
  const asRoot = process.getuid?.() === 0 ? [] : sudoWithoutPassword();
  if (asRoot === undefined) throw new InstallError(`${why}. Please run:\n  ${byHand}`);
  log(`Installing with apt-get: ${packages.join(', ')} – ${why}.`);
  const output: string[] = [];
  const code = await new Promise<number | null>((resolve, reject) => {
    const [file = '/bin/sh', ...args] = [...asRoot, '/bin/sh', '-c', script, 'install', ...packages];
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const tail = output.join('').trimEnd().split('\n').slice(-12).join('\n');
  throw new InstallError(`apt-get could not install ${packages.join(', ')}:\n${tail}\nBy hand:\n  ${byHand}`);
}

function sudoWithoutPassword(): string[] | undefined {
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return ['sudo', '-n'];
  } catch {
    return undefined;
  }
}

function homebrewNames(packages: readonly string[]): string {
  const names: Record<string, string> = { postgresql: 'postgresql@18', 'redis-server': 'redis', chromium: '--cask chromium' };
  return `brew install ${packages.map((name) => names[name] ?? name).join(' ')}`;
}
