import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends our children when we are ended by SIGKILL and cannot do it ourselves. A shell in its own session reads what to end from a
 * pipe that only we hold open; end of file means that we are gone. (PR_SET_PDEATHSIG would need native code, and macOS lacks it.)
 * After the polite signal it waits ten seconds, then kills the whole process group: `node --watch` has children of its own.
 */
const script = `
trap '' INT TERM HUP
entries=
while read -r verb pid signal; do
  case $verb in
    add) entries="$entries $pid:$signal" ;;
    del) kept=; for entry in $entries; do [ "\${entry%%:*}" = "$pid" ] || kept="$kept $entry"; done; entries=$kept ;;
  esac
done
for entry in $entries; do kill -s "\${entry#*:}" "\${entry%%:*}"; kill -s CONT "\${entry%%:*}"; done
tries=0
while [ $tries -lt 100 ]; do
  alive=
  for entry in $entries; do kill -0 "\${entry%%:*}" && alive=1; done
  [ -n "$alive" ] || break
  sleep 0.1
  tries=$((tries + 1))
done
for entry in $entries; do kill -s KILL -- "-\${entry%%:*}"; done
`;

let guard: ChildProcess | undefined;

function tell(line: string): void {
  if (guard === undefined || guard.exitCode !== null) {
    guard = spawn('/bin/sh', ['-c', script, 'parley-guard'], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
    guard.unref();
    // A guard that died takes its pipe with it; the next child gets a new one.
    guard.stdin?.on('error', () => undefined);
  }
  guard.stdin?.write(`${line}\n`);
}

/** From now on `pid`, the leader of its own process group, gets `signal` if this process ends without ending it. */
export function guardProcess(pid: number, signal: NodeJS.Signals): void {
  tell(`add ${pid} ${signal.replace(/^SIG/, '')}`);
}

export function releaseProcess(pid: number): void {
  tell(`del ${pid}`);
}
