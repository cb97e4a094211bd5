import type { Nats } from '@parley/messaging';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { SocketSession } from '../sockets/socket-session.ts';
import { createAdmissions } from './admissions.ts';
import { createEpochWatch } from './epoch-watch.ts';
import { RoomFeeds } from './room-feeds.ts';

const roomId = '0199f3a0-0000-7000-8000-0000000000b1';

/** `messages` knows one room of Ada's; `meanwhile` happens before it answers for the given time. */
function admissionsWhere(meanwhile: (asked: number) => void) {
  let asked = 0;
  const room = { id: roomId, type: 'group', head: 10, last_read_seq: 10, unread_count: 0, mention_count: 0, is_writable: true };
  const nc = {
    subscribe: () => ({ unsubscribe: () => undefined }),
    async request() {
      asked += 1;
      meanwhile(asked);
      return { string: () => JSON.stringify({ ok: true, data: { epoch: 'e', rooms: [room] } }) };
    },
  };
  const nats = { nc, flush: async () => undefined, connected: () => true, onReconnect: () => () => undefined } as unknown as Nats;
  const feeds = new RoomFeeds({ nats, log: pino({ level: 'silent' }), onSignal: () => undefined, onLost: () => undefined });
  return {
    admissions: createAdmissions(
      nats,
      feeds,
      createEpochWatch(() => undefined),
    ),
    feeds,
    asked: () => asked,
  };
}

function adasSocket() {
  const socket = {
    userId: '0199f3a0-0000-7000-8000-0000000000a1',
    actor: { userId: '0199f3a0-0000-7000-8000-0000000000a1' },
    closing: false,
    rooms: new Map(),
    send: () => undefined,
  };
  return { socket, session: socket as unknown as SocketSession };
}

describe('a socket that goes while it is brought into its rooms', () => {
  it('stays in no audience: nobody would take it out again', async () => {
    const { socket, session } = adasSocket();
    const { admissions, feeds } = admissionsWhere((asked) => {
      if (asked === 2) socket.closing = true;
    });
    expect((await admissions.admitEverywhere(session)).rooms).toEqual([]);
    expect([socket.rooms.size, feeds.size]).toEqual([0, 0]);
  });

  it('nor is it brought into a single one', async () => {
    const { socket, session } = adasSocket();
    const { admissions, feeds } = admissionsWhere(() => {
      socket.closing = true;
    });
    expect(await admissions.admitToRoom(session, roomId as never)).toBeUndefined();
    expect([socket.rooms.size, feeds.size]).toEqual([0, 0]);
  });
});

describe('a room that goes on while it is read', () => {
  it('is told as it was read, counts and head together, with the place up to which something was missed', async () => {
    const { admissions, feeds } = admissionsWhere((asked) => {
      if (asked === 2) feeds.find(roomId)?.learnHead(13);
    });
    const { rooms } = await admissions.admitEverywhere(adasSocket().session);
    expect(rooms).toEqual([{ room: expect.objectContaining({ id: roomId, head: 10 }), missedTo: 13 }]);
  });

  it('misses nothing when nothing happened', async () => {
    const { admissions } = admissionsWhere(() => undefined);
    const { rooms } = await admissions.admitEverywhere(adasSocket().session);
    expect(rooms).toEqual([{ room: expect.objectContaining({ id: roomId, head: 10 }) }]);
  });
});

describe('rooms that others here are in already', () => {
  it('are read once: what was followed before the reading leaves no hole after it', async () => {
    const { admissions, feeds, asked } = admissionsWhere(() => undefined);
    await admissions.admitEverywhere(adasSocket().session);
    expect(asked()).toBe(2);
    const second = adasSocket();
    expect((await admissions.admitEverywhere(second.session)).rooms).toHaveLength(1);
    expect([asked(), feeds.find(roomId)?.isNeeded]).toEqual([3, true]);
  });

  it('are read again when they were followed only after the reading had begun', async () => {
    const { admissions, asked } = admissionsWhere(() => undefined);
    await Promise.all([admissions.admitEverywhere(adasSocket().session), admissions.admitEverywhere(adasSocket().session)]);
    expect(asked()).toBe(4);
  });
});
