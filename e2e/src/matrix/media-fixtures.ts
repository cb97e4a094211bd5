import { randomUUID } from 'node:crypto';
import { mustCallApi, type TestUser } from '@parley/testing';
import { type Expectation, someId } from './expectation.ts';
import type { World } from './world.ts';

type Request = NonNullable<Expectation['request']>;

/** One red pixel. */
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

export function pictureForm(): FormData {
  const form = new FormData();
  form.append('file', new File([pixel], 'pixel.png', { type: 'image/png' }));
  return form;
}

async function upload(world: World, user: TestUser): Promise<string> {
  const headers = { authorization: `Bearer ${user.accessToken}` };
  const response = await fetch(`${world.stack.url}/api/v1/media`, { method: 'POST', headers, body: pictureForm() });
  if (response.status !== 201) throw new Error(`the upload was answered with ${response.status}`);
  return ((await response.json()) as { id: string }).id;
}

/** `{id}` is an upload of the caller's that nothing shows. */
export const aboutOwnFile: Request = async (world, { user }) => ({ params: { id: user ? await upload(world, user) : someId() } });

/** `{id}` is on a message of a plain member other than the caller. */
export const aboutSentFile: Request = async (world) => {
  const { id: roomId, bystander } = await world.sharedRoom();
  const id = await upload(world, bystander);
  const body = { client_id: randomUUID(), content: 'Look', attachment_ids: [id] };
  await mustCallApi(world.stack.url, `/rooms/${roomId}/messages`, { token: bystander.accessToken, body });
  return { params: { id } };
};
