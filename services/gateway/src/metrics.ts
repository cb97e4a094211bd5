import { Counter, Gauge, Histogram } from 'prom-client';

export const droppedAsTooSlow = new Counter({ name: 'parley_sockets_too_slow_total', help: 'Sockets closed because they read too slowly' });

const commands = new Histogram({
  name: 'parley_command_duration_seconds',
  help: 'From the arrival of a command on a socket to its answer; its count is the rate. `outcome` is `ok` or the code it was refused with',
  labelNames: ['command', 'outcome'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
});

export function observeCommand(command: string, outcome: string, ms: number): void {
  commands.observe({ command, outcome }, ms / 1_000);
}

const fanOutSockets = new Histogram({
  name: 'parley_fan_out_sockets',
  help: 'Sockets that one write of a room went to; its count is the rate of writes, its sum that of deliveries',
  buckets: [1, 2, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000],
});
const fanOutFrames = new Counter({
  name: 'parley_fan_out_frames_total',
  help: 'Frames of rooms, each once however many sockets it went to',
});
const fanOutBytes = new Counter({ name: 'parley_fan_out_bytes_total', help: 'Bytes of rooms written to sockets' });

export function observeFanOut({ frames, sockets, bytes }: { frames: number; sockets: number; bytes: number }): void {
  fanOutSockets.observe(sockets);
  fanOutFrames.inc(frames);
  fanOutBytes.inc(bytes * sockets);
}

type Reading = { sockets: () => number; rooms: () => number; queuedBytes: () => number };
let reading: Reading = { sockets: () => 0, rooms: () => 0, queuedBytes: () => 0 };

/** What the gauges read when somebody asks. */
export function observeSockets(read: Reading): void {
  reading = read;
}

gauge('parley_sockets', 'Open sockets', () => reading.sockets());
gauge('parley_followed_rooms', 'Rooms that somebody connected here is in', () => reading.rooms());
gauge('parley_queued_bytes', 'Bytes that wait to leave for sockets', () => reading.queuedBytes());

function gauge(name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    collect() {
      this.set(value());
    },
  });
}
