/**
 * Loaded before a service (`node --import`): its wall clock runs off by as many milliseconds as the file named in
 * `FAULTS_CLOCK_FILE` says, and jumps when the file changes. Timers and `performance.now()` stay true, as they do when an
 * administrator or NTP sets a machine's clock.
 */
import { readFileSync, watchFile } from 'node:fs';

const file = process.env.FAULTS_CLOCK_FILE;
if (file !== undefined) {
  let offsetMs = 0;
  const read = () => {
    try {
      offsetMs = Number(readFileSync(file, 'utf8')) || 0;
    } catch {
      offsetMs = 0;
    }
  };
  read();
  watchFile(file, { interval: 100 }, read).unref();

  const TrueDate = Date;
  const now = () => TrueDate.now() + offsetMs;
  globalThis.Date = new Proxy(TrueDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new TrueDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
}
