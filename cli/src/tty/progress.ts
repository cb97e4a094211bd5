import { Presets, SingleBar } from 'cli-progress';

export type Progress = { add(count: number): void; say(what: string): void; stop(): void };

const silent: Progress = { add: () => undefined, say: () => undefined, stop: () => undefined };

/** A bar on standard error while a person watches; nothing in logs and pipes. */
export function showProgress(total: number, unit: string): Progress {
  if (process.stderr.isTTY !== true || total <= 0) return silent;
  const format = `{bar} {percentage} % | {value}/{total} ${unit} | {eta_formatted} left | {what}`;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
  bar.start(total, 0, { what: '' });
  return {
    add: (count) => bar.increment(count),
    say: (what) => bar.update({ what }),
    stop: () => bar.stop(),
  };
}
