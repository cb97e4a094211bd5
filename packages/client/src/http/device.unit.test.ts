import type { Account } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { type Device, memoryDevice } from '../persistence/device.ts';
import { manualClock, settled } from '../testing/manual-clock.ts';
import { me, person } from '../testing/samples.ts';
import { createParley } from './parley.ts';

const accountOf = (who: typeof me): Account => ({
  ...who,
  bio: null,
  status_text: null,
  created_at: '2026-11-20T12:00:00.000Z',
  email: `${who.username}@example.org`,
  email_verified: true,
  role: 'user',
  is_online: true,
  last_seen_at: null,
});
const [ada, grace] = [accountOf(me), accountOf(person(2, 'grace'))];

/** A server with a session of `who` in the browser's cookie; `offline` answers nothing, `hangs` never. */
function browserWith(device: Device) {
  const server: { who: Account | null; mode: 'answers' | 'offline' | 'hangs' } = { who: ada, mode: 'answers' };
  const clock = manualClock();
  const fetch: typeof globalThis.fetch = async (input) => {
    if (server.mode === 'offline') throw new TypeError('no network');
    if (server.mode === 'hangs') await new Promise(() => {});
    const { who } = server;
    if (!who) return new Response(JSON.stringify({ code: 'unauthenticated' }), { status: 401 });
    const tokens = {
      access_token: `x.${btoa(JSON.stringify({ sub: who.id }))}.x`,
      refresh_token: 'r',
      token_type: 'bearer',
      expires_in: 1_800,
    };
    const path = new URL(String(input)).pathname;
    const body = path.endsWith('/refresh') ? tokens : path.endsWith('/login') ? { ...tokens, user: who } : who;
    return new Response(JSON.stringify(body));
  };
  const open = () => createParley({ url: 'http://parley.test', keep: 'cookie', fetch, clock, device });
  return { server, clock, open };
}
const stateOf = (parley: ReturnType<typeof createParley>) => parley.session.state.getSnapshot();

describe('a device that remembers who is signed in', () => {
  it('starts with them where the server cannot be reached, and asks it again', async () => {
    const { server, open } = browserWith(memoryDevice());
    await open().auth.restore();
    await settled();
    server.mode = 'offline';
    const parley = open();
    expect(await parley.auth.restore()).toEqual(ada);
    expect(stateOf(parley)).toEqual({ status: 'signed_in', user: ada, isRemembered: true });
    await expect(parley.session.get()).rejects.toMatchObject({ code: 'unavailable' });
    server.mode = 'answers';
    await parley.session.get();
    expect(stateOf(parley)).toMatchObject({ status: 'signed_in', user: ada });
  });

  it('does not wait long for a server that takes its time', async () => {
    const { server, clock, open } = browserWith(memoryDevice());
    await open().auth.restore();
    await settled();
    server.mode = 'hangs';
    const restoring = open().auth.restore();
    await clock.advance(3_000);
    expect(await restoring).toEqual(ada);
  });

  it('knows nobody before anybody has signed in', async () => {
    const { server, open } = browserWith(memoryDevice());
    server.mode = 'offline';
    await expect(open().auth.restore()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('forgets everything when they sign out, or their session is over', async () => {
    for (const end of ['logout', 'expiry'] as const) {
      const device = memoryDevice();
      const { server, open } = browserWith(device);
      const parley = open();
      await parley.auth.restore();
      await settled();
      const kept = device.persistence(ada.id);
      await kept.put('drafts', 'room', { text: 'private' });
      if (end === 'logout') await parley.auth.logout();
      server.who = null;
      if (end === 'expiry') expect(await open().auth.restore()).toBeNull();
      await settled();
      expect(device.account()).toBeNull();
      expect(await kept.load('drafts')).toEqual([]);
      await kept.put('drafts', 'room', { text: 'written late' });
      expect(await kept.load('drafts')).toEqual([]);
    }
  });

  it('shows nothing of one person to the next, nor goes on as one with the session of another', async () => {
    const device = memoryDevice();
    const { server, open } = browserWith(device);
    await open().auth.restore();
    await settled();
    const kept = device.persistence(ada.id);
    await kept.put('drafts', 'room', { text: 'private' });
    server.mode = 'offline';
    const parley = open();
    await parley.auth.restore();
    Object.assign(server, { mode: 'answers', who: grace });
    await expect(parley.session.get()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(stateOf(parley)).toEqual({ status: 'signed_out', ended: true });
    await open().auth.login({ email: 'grace@example.org', password: 'x' });
    await settled();
    expect(device.account()).toEqual(grace);
    expect(await kept.load('drafts')).toEqual([]);
  });
});
