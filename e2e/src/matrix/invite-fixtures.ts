import { mustCallApi } from '@parley/testing';
import type { Expectation } from './expectation.ts';

/** `{code}` is an invitation of the owner's into a room of its own. */
export const aboutInvite: NonNullable<Expectation['request']> = async (world) => {
  const { id } = await world.freshRoom();
  const token = world.caller('owner')?.accessToken ?? '';
  const { code } = await mustCallApi<{ code: string }>(world.stack.url, `/rooms/${id}/invites`, { token, body: {} });
  return { params: { code } };
};
