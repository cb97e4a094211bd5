import { mustCallApi, type TestUser } from '@parley/testing';
import { type Expectation, someId } from './expectation.ts';
import type { World } from './world.ts';

type Request = NonNullable<Expectation['request']>;

async function ask(world: World, from: TestUser, to: TestUser): Promise<string> {
  const body = { user_id: to.id };
  return (await mustCallApi<{ request_id: string }>(world.stack.url, '/friends/requests', { token: from.accessToken, body })).request_id;
}

/** `{user_id}` is somebody nobody knows yet. */
export const aboutStranger: Request = async (world) => ({ params: { user_id: (await world.stranger()).id } });

/** `{user_id}` is a friend of the caller. */
export const aboutFriend: Request = async (world, { user }) => {
  if (!user) return { params: { user_id: someId() } };
  const friend = await world.stranger();
  await ask(world, friend, user);
  await ask(world, user, friend);
  return { params: { user_id: friend.id } };
};

/** `{id}` is a request that somebody has made to the caller. */
export const aboutIncomingRequest: Request = async (world, { user }) => ({
  params: { id: user ? await ask(world, await world.stranger(), user) : someId() },
});

/** `{id}` is a request that the caller has made. */
export const aboutOutgoingRequest: Request = async (world, { user }) => ({
  params: { id: user ? await ask(world, user, await world.stranger()) : someId() },
});
