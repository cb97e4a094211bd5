import { roomIdSchema, type TypingSignal } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import { describe, expect, it } from 'vitest';
import type { RoomFeed } from '../rooms/room-feed.ts';
import type { ClientSocket } from '../sockets/client-socket.ts';
import { createTypingSignals } from './typing.ts';

const roomId = roomIdSchema.parse('0199f3a0-0000-7000-8000-0000000000b1');

function gateway(room: { isWritable: boolean } | undefined) {
  const published: TypingSignal[] = [];
  const nats = { connected: () => true, nc: { publish: (_subject: string, text: string) => void published.push(JSON.parse(text)) } };
  const rooms = new Map(room === undefined ? [] : [[roomId, room]]);
  const socket = { rooms, actor: { userId: 'ada', username: 'ada' } } as unknown as ClientSocket;
  return { typing: createTypingSignals(nats as unknown as Nats), socket, told: () => published.map((signal) => signal.typing) };
}

describe('typing', () => {
  it('is told of members, and of nobody else', () => {
    const inside = gateway({ isWritable: true });
    inside.typing.announce(inside.socket, roomId, true);
    inside.typing.announce(inside.socket, roomId, false);
    expect(inside.told()).toEqual([true, false]);
    const outside = gateway(undefined);
    outside.typing.announce(outside.socket, roomId, true);
    expect(outside.told()).toEqual([]);
  });

  it('does not travel in a room that is closed for writing, but ends there', () => {
    const room = { isWritable: true };
    const { typing, socket, told } = gateway(room);
    typing.announce(socket, roomId, true);
    room.isWritable = false;
    typing.announce(socket, roomId, false);
    typing.announce(socket, roomId, true);
    expect(told()).toEqual([true, false]);
  });

  it('that was sent before its sender’s gateway knew is not passed on', () => {
    const frames: Buffer[] = [];
    const listener = { userId: 'grace', sendEphemeral: (frame: Buffer) => void frames.push(frame) };
    const feed = { isWritable: false, audience: new Set([listener]) } as unknown as RoomFeed;
    const { typing } = gateway(undefined);
    const signal = (isTyping: boolean) =>
      Buffer.from(JSON.stringify({ room_id: roomId, user_id: 'ada', username: 'ada', typing: isTyping }));
    typing.deliver(signal(true), feed);
    expect(frames).toHaveLength(0);
    typing.deliver(signal(false), feed);
    expect(frames).toHaveLength(1);
  });
});
