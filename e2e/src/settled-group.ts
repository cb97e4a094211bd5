import type { RoomSummary } from '@parley/contracts';
import { createGroup, mustCallApi, type Stack, type TestUser } from '@parley/testing';

/**
 * A group that `messages` knows as well. Without waiting for that, a socket that opens right afterwards may learn of the
 * room by `room.added`, whose head covers what was said in between: right for a client that then loads the room, but not
 * what a test of live delivery wants to begin with.
 */
export async function createSettledGroup(stack: Stack, owner: TestUser, members: readonly TestUser[], name: string): Promise<RoomSummary> {
  const room = await createGroup(stack, owner, members, name);
  await mustCallApi(stack.url, `/rooms/${room.id}/messages?limit=1`, { token: owner.accessToken });
  return room;
}
