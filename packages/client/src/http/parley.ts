import type { OnlineList, Presence, PresenceList, SetStatusBody } from '@parley/contracts';
import { type Clock, systemClock } from '../clock.ts';
import type { Device } from '../persistence/device.ts';
import { adminMethods } from './admin-methods.ts';
import { authMethods } from './auth-methods.ts';
import { createCall } from './call.ts';
import { emailMethods } from './email-methods.ts';
import { friendsMethods } from './friends-methods.ts';
import { identitiesMethods } from './identities-methods.ts';
import { mediaMethods } from './media-methods.ts';
import { messagesMethods } from './messages-methods.ts';
import { mfaMethods } from './mfa-methods.ts';
import { notificationsMethods } from './notifications-methods.ts';
import type { Page } from './paging.ts';
import { passkeysMethods } from './passkeys-methods.ts';
import { readingMethods } from './reading-methods.ts';
import { createSend } from './request.ts';
import { adminRoomsMethods, invitesMethods, roomsMethods } from './rooms-methods.ts';
import { createSession, type Session } from './session.ts';
import { telemetryMethods } from './telemetry-methods.ts';
import { usersMethods } from './users-methods.ts';

export type ParleyOptions = {
  /** Origin of the gateway, e.g. `https://chat.example.org`; empty for the page's own. */
  url: string;
  /** Who keeps the refresh token: browsers its httpOnly cookie, programs this object (the default). */
  keep?: 'cookie' | 'memory';
  /** Goes on with an earlier session instead of a login (`memory` only). */
  refreshToken?: string;
  /** Runs one refresh at a time among several tabs, e.g. `(run) => navigator.locks.request('parley-refresh', run)`. */
  exclusively?: <T>(run: () => Promise<T>) => Promise<T>;
  /** Remembers who is signed in, for a start without network, and forgets everything about them when they sign out. */
  device?: Device;
  fetch?: typeof globalThis.fetch;
  clock?: Clock;
};

export type Parley = ReturnType<typeof createParley>;

/**
 * The HTTP API, one method per endpoint, grouped like its documentation. Every method rejects with `ParleyError`.
 * A request that meets an expired token is repeated once with a new one.
 */
export function createParley(options: ParleyOptions) {
  const { url, keep = 'memory', clock = systemClock, exclusively = (run) => run(), device } = options;
  const baseUrl = url.replace(/\/+$/, '');
  // Browsers' fetch refuses to be called on another object.
  const ownFetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const send = createSend({ baseUrl, fetch: ownFetch, cookies: keep === 'cookie', clock });
  const session = createSession({ send, clock, keep, refreshToken: options.refreshToken, exclusively });
  const call = createCall(send, session);
  if (device) keepOnDevice(session, device);
  return {
    /** Origin of the gateway without a final slash. */
    url: baseUrl,
    session,
    auth: authMethods({ send, call, session, device, clock }),
    identities: identitiesMethods(send, call, baseUrl),
    email: emailMethods(send, call),
    mfa: mfaMethods(send, call, session),
    passkeys: passkeysMethods(send, call, session),
    users: usersMethods(call, session),
    rooms: roomsMethods(call),
    invites: invitesMethods(call),
    adminRooms: adminRoomsMethods(call),
    friends: friendsMethods(call),
    messages: { ...messagesMethods(call), ...readingMethods(call) },
    media: mediaMethods({ baseUrl, fetch: ownFetch, session, call }),
    admin: adminMethods(call),
    notifications: notificationsMethods(call),
    telemetry: telemetryMethods(call),
    presence: {
      /** Who is online, of the people one may see. */
      online: (page: Page = {}) => call<OnlineList>('GET', '/users/online', { query: page }),
      /** What one is shown as, and what one says about it, until `expires_at`. */
      set: (body: SetStatusBody) => call<Presence>('POST', '/users/me/status', { body }),
      /** Of up to 200 people with whom one shares a room. */
      get: (userIds: readonly string[]) => call<PresenceList>('GET', '/presence', { query: { user_ids: userIds.join(',') } }),
    },
  };
}

/** One person at a time: who comes after another finds nothing of theirs. */
function keepOnDevice(session: Session, device: Device): void {
  session.state.subscribe(() => {
    const now = session.state.getSnapshot();
    if (now.status === 'signed_out') void device.wipe();
    if (now.status !== 'signed_in' || !now.user || now.isRemembered) return;
    if (device.account() && device.account()?.id !== now.user.id) void device.wipe();
    device.remember(now.user);
  });
}
