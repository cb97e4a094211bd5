import { sendMessage, type TestUser } from '@parley/testing';
import type { Caller, Expectation, RequestParts } from './expectation.ts';
import type { MatrixRoom, World } from './world.ts';

type Request = NonNullable<Expectation['request']>;
type Parts = Omit<RequestParts, 'params'> & { params?: Record<string, string> };

/** `{message_id}` is a message of a plain member other than the caller. */
export function aboutMessage(parts: Parts = {}): Request {
  return async (world) => {
    const room = await world.sharedRoom();
    return saidBy(world, room, { user: room.bystander, parts });
  };
}

/** `{message_id}` is a message of the caller's own, where they can have one. */
export function aboutOwnMessage(parts: Parts = {}): Request {
  return async (world, caller) => {
    const room = await world.sharedRoom();
    return saidBy(world, room, { user: isInside(caller) ? (caller.user ?? room.bystander) : room.bystander, parts });
  };
}

async function saidBy(world: World, { id: roomId }: MatrixRoom, { user, parts }: { user: TestUser; parts: Parts }): Promise<RequestParts> {
  const { id: message_id } = await sendMessage(world.stack, user, { roomId, content: 'Said' });
  return { ...parts, params: { id: roomId, message_id, ...parts.params } };
}

function isInside({ role }: Caller): boolean {
  return role === 'member' || role === 'admin' || role === 'owner';
}
