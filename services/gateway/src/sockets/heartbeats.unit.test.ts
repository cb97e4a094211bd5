import { describe, expect, it } from 'vitest';
import type { ClientSocket } from './client-socket.ts';
import { beat } from './heartbeats.ts';

/** As much of a socket as a heartbeat needs; opened at 0, due every 25 seconds. */
function openedSocket(rooms: Record<string, { lastSeq: number; movedAt: number }> = {}) {
  const beats: unknown[] = [];
  const closes: string[] = [];
  const socket = {
    isOpen: true,
    heardAt: 0,
    lastHeartbeatAt: 0,
    heartbeatAt: 25_000,
    rooms: new Map(Object.entries(rooms)),
    heartbeat(frame: Buffer) {
      beats.push(JSON.parse(frame.subarray(frame.indexOf('{')).toString('utf8')));
      this.lastHeartbeatAt = this.heartbeatAt;
      this.heartbeatAt += 25_000;
    },
    close(reason: string) {
      closes.push(reason);
      this.isOpen = false;
    },
  };
  return { socket: socket as unknown as ClientSocket & { heardAt: number }, beats, closes };
}

describe('heartbeats', () => {
  it('come when they are due and name the heads that moved since the last one, no others', () => {
    const { socket, beats } = openedSocket({ busy: { lastSeq: 7, movedAt: 10 }, quiet: { lastSeq: 3, movedAt: -10 } });
    beat([socket], 24_999);
    expect(beats).toEqual([]);
    beat([socket], 25_000);
    expect(beats).toEqual([{ type: 'heartbeat', data: { heads: { busy: 7 } } }]);
    socket.heardAt = 25_010;
    beat([socket], 50_000);
    expect(beats[1]).toEqual({ type: 'heartbeat', data: { heads: {} } });
  });

  it('close a socket that has not been heard of since its last one in time, and no other', () => {
    const silent = openedSocket();
    const alive = openedSocket();
    const sockets = [silent.socket, alive.socket];
    beat(sockets, 25_000);
    alive.socket.heardAt = 25_010;
    beat(sockets, 40_000);
    expect(silent.closes).toEqual([]);
    beat(sockets, 40_001);
    expect(silent.closes).toEqual(['heartbeat_timeout']);
    beat(sockets, 49_000);
    expect([silent.closes.length, alive.closes.length]).toEqual([1, 0]);
  });
});
