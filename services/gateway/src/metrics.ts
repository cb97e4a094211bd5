import { Counter, Gauge } from 'prom-client';

export const droppedAsTooSlow = new Counter({ name: 'parley_sockets_too_slow_total', help: 'Sockets closed because they read too slowly' });

/** Gauges are read when somebody asks. */
export function observeSockets(read: { sockets: () => number; rooms: () => number; queuedBytes: () => number }): void {
  gauge('parley_sockets', 'Open sockets', read.sockets);
  gauge('parley_followed_rooms', 'Rooms that somebody connected here is in', read.rooms);
  gauge('parley_queued_bytes', 'Bytes that wait to leave for sockets', read.queuedBytes);
}

function gauge(name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    collect() {
      this.set(value());
    },
  });
}
