import { readdirSync, readFileSync } from 'node:fs';

/** `/proc` counts CPU time in ticks of a hundredth of a second (USER_HZ) on every Linux. */
const tickMs = 10;

type Stat = { pid: number; parent: number; ticks: number };

/**
 * CPU time in milliseconds that the processes and all their descendants have used, children that have ended included.
 * Linux only.
 */
export function cpuMs(roots: readonly number[]): number {
  const stats = readAll();
  const children = Map.groupBy(stats.values(), (stat) => stat.parent);
  let ticks = 0;
  const pending = [...roots];
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    ticks += stats.get(pid)?.ticks ?? 0;
    for (const child of children.get(pid) ?? []) pending.push(child.pid);
  }
  return ticks * tickMs;
}

function readAll(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (stat) stats.set(stat.pid, stat);
  }
  return stats;
}

/** Undefined for a process that has ended meanwhile. See proc(5): fields after the name, which may hold anything. */
function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
    return { pid, parent, ticks: utime + stime + cutime + cstime };
  } catch {
    return undefined;
  }
}
