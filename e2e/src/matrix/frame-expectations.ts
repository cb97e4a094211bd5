import { randomUUID } from 'node:crypto';
import type { ClientFrameType, ErrorCode } from '@parley/contracts';
import type { Caller } from './expectation.ts';
import { framesOfAll, framesOfMembers, type PerRole } from './roles.ts';
import type { MatrixRoom } from './world.ts';

/** The message is of the bystander, a new one for each role. */
export type RoomWithMessage = MatrixRoom & { messageId: string };

/**
 * What a frame leads to: an answer (`ok`, `pong`, `ready`, an error's code), something that other members are told (`told`), or nothing
 * that anybody notices.
 */
export type FrameOutcome = 'ok' | 'pong' | 'ready' | 'told' | 'nothing' | ErrorCode;
export type FrameExpectation = {
  /** The frame's `data`. The room is of everyone who is in rooms at all. */
  data?: (room: RoomWithMessage, caller: Caller) => unknown;
  outcome: PerRole<FrameOutcome>;
  /** The type in which the other members are told, where there is no answer. */
  tells?: 'typing.started' | 'typing.stopped';
  /** Sent before, for what only means something after it. */
  after?: ClientFrameType;
};

const inRoom = (room: RoomWithMessage) => ({ room_id: room.id });
const about = (room: RoomWithMessage) => ({ ...inRoom(room), message_id: room.messageId });

/** Who may send what, over a socket. Every type of `clientFrameSchema`; one that is missing here fails the test. */
export const frameExpectations: Readonly<Record<ClientFrameType, FrameExpectation>> = {
  // Whoever is signed in has said hello by their token: once is enough. Without a token nobody enters.
  hello: { data: () => ({ token: 'not.a.token' }), outcome: framesOfAll('bad_frame') },
  'auth.refresh': { data: (_room, { user }) => ({ token: user?.accessToken ?? 'x' }), outcome: framesOfAll('ok') },
  'message.send': {
    data: (room) => ({ ...inRoom(room), client_id: randomUUID(), content: 'Hello' }),
    outcome: framesOfMembers('ok', 'not_a_member'),
  },
  'room.read': { data: (room) => ({ ...inRoom(room), seq: 1 }), outcome: framesOfMembers('ok', 'not_a_member') },
  'room.sync': { data: (room) => ({ ...inRoom(room), after: 0 }), outcome: framesOfMembers('ok', 'not_a_member') },
  'message.edit': {
    // Of the bystander: nobody edits what somebody else said.
    data: (room) => ({ ...about(room), content: 'Said better' }),
    outcome: framesOfMembers('forbidden', 'not_a_member'),
  },
  'message.delete': {
    data: about,
    outcome: { ...framesOfMembers('ok', 'not_a_member'), member: 'forbidden' },
  },
  'reaction.add': { data: (room) => ({ ...about(room), emoji: '👍' }), outcome: framesOfMembers('ok', 'not_a_member') },
  'reaction.remove': { data: (room) => ({ ...about(room), emoji: '👍' }), outcome: framesOfMembers('ok', 'not_a_member') },
  'typing.start': { data: inRoom, outcome: framesOfMembers('told', 'nothing'), tells: 'typing.started' },
  'typing.stop': { data: inRoom, outcome: framesOfMembers('told', 'nothing'), tells: 'typing.stopped', after: 'typing.start' },
  'presence.set': { data: () => ({ status: 'busy' }), outcome: framesOfAll('ok') },
  ping: { outcome: framesOfAll('pong') },
  heartbeat: { outcome: framesOfAll('nothing') },
};
