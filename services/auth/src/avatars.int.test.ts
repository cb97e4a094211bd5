import { randomUUID } from 'node:crypto';
import { claimMediaRpc, mediaIdSchema, mediaUrl } from '@parley/contracts';
import { connectNats, RpcRefusal, serveRpc } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';
import { testPeople } from './test-person.ts';

let auth: TestAuth;
let stop: () => Promise<unknown>;
const claimed: unknown[] = [];
const uploaded = mediaIdSchema.parse(randomUUID());
const foreign = mediaIdSchema.parse(randomUUID());

/** `media` as the outside world: one picture that may be claimed, and it notes by whom. */
beforeAll(async () => {
  auth = await startTestAuth();
  people = testPeople(auth);
  const nats = await connectNats({ url: auth.nats.url, name: 'test', log: createLogger({ service: 'test', level: 'silent' }) });
  const served = await serveRpc(nats, claimMediaRpc, async (request) => {
    claimed.push(request);
    if (request.id !== uploaded) throw new RpcRefusal('not_found', 'Not found');
    return { id: request.id, url: mediaUrl(request.id) };
  });
  stop = async () => {
    await served.stop();
    await nats.close();
  };
});
afterAll(async () => {
  await stop();
  await auth.stop();
});

let people: ReturnType<typeof testPeople>;

async function someone() {
  const account = await people.register();
  const { access_token: token } = await people.tokens(account.email);
  const patch = (payload: object) =>
    auth.app.inject({ method: 'PATCH', url: '/api/v1/users/me', payload, headers: { authorization: `Bearer ${token}` } });
  return { account, patch };
}

describe('an avatar', () => {
  it('is claimed from media for its person, recorded as a path of this origin, and taken away by null', async () => {
    const { account, patch } = await someone();
    const changed = await patch({ avatar_id: uploaded });
    expect([changed.statusCode, changed.json().avatar_url]).toEqual([200, `/api/v1/media/${uploaded}`]);
    expect(claimed.at(-1)).toEqual({ user_id: account.id, id: uploaded, purpose: 'avatar' });
    expect((await patch({ avatar_url: `/api/v1/media/${uploaded}`, bio: 'x' })).json().avatar_url).toBe(`/api/v1/media/${uploaded}`);
    expect((await patch({ bio: 'still there' })).json().avatar_url).toBe(`/api/v1/media/${uploaded}`);
    expect((await patch({ avatar_id: null })).json().avatar_url).toBeNull();
    const wrong = await patch({ avatar_id: uploaded, avatar_url: mediaUrl(foreign) });
    expect([wrong.statusCode, wrong.json().code]).toEqual([400, 'validation_failed']);
  });

  it("is refused when it is nobody's or somebody else's, and then nothing changes", async () => {
    const { patch } = await someone();
    const refused = await patch({ avatar_id: foreign, bio: 'not recorded' });
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'unprocessable']);
    expect((await patch({})).json()).toMatchObject({ avatar_url: null, bio: null });
  });
});
