import type { ReadyRoom } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { SocketSession } from '../sockets/socket-session.ts';
import { RoomFeeds } from './room-feeds.ts';

const roomId = '0199f3a0-0000-7000-8000-0000000000b1';
const room = { id: roomId, type: 'group', head: 10, last_read_seq: 10, unread_count: 0, is_writable: true } as ReadyRoom;

/** A NATS connection that counts subscriptions. Flushes are answered by the test. */
function feedsOn(flush: () => Promise<void> = async () => undefined) {
  const counts = { subscribed: 0, open: 0 };
  const subscribe = () => {
    counts.subscribed += 1;
    counts.open += 1;
    const unsubscribe = () => {
      counts.open -= 1;
    };
    return { unsubscribe };
  };
  const nats = { nc: { subscribe }, flush } as unknown as Nats;
  const feeds = new RoomFeeds({ nats, log: pino({ level: 'silent' }), onSignal: () => undefined, onLost: () => undefined });
  return { feeds, counts };
}

function socket(): SocketSession {
  return { userId: 'ada', closing: false, rooms: new Map(), send: () => undefined } as unknown as SocketSession;
}

describe('the rooms that a gateway follows', () => {
  it('are held afresh after the connection broke: once, such a room could not be entered again until the gateway ended', async () => {
    let broken = true;
    const { feeds, counts } = feedsOn(async () => {
      if (broken) throw new Error('connection disconnected');
    });
    await expect(feeds.hold([roomId])).rejects.toThrow('disconnected');
    expect([feeds.size, counts.open]).toEqual([0, 0]);
    broken = false;
    const release = await feeds.hold([roomId]);
    expect(feeds.admit(socket(), room)).toBeDefined();
    release();
    expect(feeds.size).toBe(1);
  });

  it('are let go of with their last socket, also when a feed was replaced while somebody held the former one', async () => {
    const { feeds, counts } = feedsOn();
    const releaseFormer = await feeds.hold([roomId]);
    feeds.find(roomId)?.learnHead(10);
    feeds.find(roomId)?.receive({ seq: 11, type: 'room.closed', payload: Buffer.from('{}') });
    const release = await feeds.hold([roomId]);
    const reader = socket();
    releaseFormer();
    const feed = feeds.admit(reader, room);
    expect(feed).toBeDefined();
    release();
    expect([feeds.size, counts]).toEqual([1, { subscribed: 2, open: 1 }]);
    feed?.dismiss(reader);
    expect([feeds.size, counts.open]).toEqual([0, 0]);
  });
});
