import type {
  Account,
  AddMembersResult,
  Availability,
  ChangePasswordBody,
  Channel,
  CreateRoomBody,
  ForgotPasswordBody,
  History,
  LoginBody,
  LoginResult,
  MemberList,
  Message,
  PresenceList,
  PublicProfile,
  ReadState,
  RegisterBody,
  ResetPasswordBody,
  Role,
  RoomDetails,
  RoomEvents,
  RoomList,
  SendMessageBody,
  SessionList,
  UpdateAccountBody,
  UpdateRoomBody,
  UserSearchResult,
} from '@parley/contracts';
import { type Clock, systemClock } from '../clock.ts';
import { ParleyError } from '../errors.ts';
import { createSend, type RequestOptions } from './request.ts';
import { createSession, type Session } from './session.ts';

export type ParleyOptions = {
  /** Origin of the gateway, e.g. `https://chat.example.org`; empty for the page's own. */
  url: string;
  /** Who keeps the refresh token: browsers its httpOnly cookie, programs this object (the default). */
  keep?: 'cookie' | 'memory';
  /** Goes on with an earlier session instead of a login (`memory` only). */
  refreshToken?: string;
  /** Runs one refresh at a time among several tabs, e.g. `(run) => navigator.locks.request('parley-refresh', run)`. */
  exclusively?: <T>(run: () => Promise<T>) => Promise<T>;
  fetch?: typeof globalThis.fetch;
  clock?: Clock;
};

export type Page = { cursor?: string | undefined; limit?: number | undefined };
export type ChannelList = { items: Channel[]; next_cursor: string | null; has_more: boolean };
export type HistoryRange = { before?: number | undefined; after?: number | undefined; limit?: number | undefined };

export type Parley = ReturnType<typeof createParley>;

/**
 * The HTTP API, one method per endpoint, grouped like its documentation. Every method rejects with `ParleyError`.
 * A request that meets an expired token is repeated once with a new one.
 */
export function createParley(options: ParleyOptions) {
  const { url, keep = 'memory', clock = systemClock, exclusively = (run) => run() } = options;
  const baseUrl = url.replace(/\/+$/, '');
  // Browsers' fetch refuses to be called on another object.
  const send = createSend({ baseUrl, fetch: options.fetch ?? ((input, init) => fetch(input, init)), cookies: keep === 'cookie' });
  const session = createSession({ send, clock, keep, refreshToken: options.refreshToken, exclusively });
  const call = createCall(send, session);
  return {
    /** Origin of the gateway without a final slash. */
    url: baseUrl,
    session,
    auth: authMethods(send, call, session),
    users: usersMethods(call, session),
    rooms: roomsMethods(call),
    messages: messagesMethods(call),
    presence: {
      /** Of up to 200 people with whom one shares a room. */
      get: (userIds: readonly string[]) => call<PresenceList>('GET', '/presence', { query: { user_ids: userIds.join(',') } }),
    },
  };
}

type Call = <Reply>(method: string, path: string, options?: Omit<RequestOptions, 'token'>) => Promise<Reply>;

function createCall(send: ReturnType<typeof createSend>, session: Session): Call {
  return async <Reply>(method: string, path: string, request: Parameters<Call>[2] = {}) => {
    const token = await session.get();
    try {
      return await send<Reply>(method, path, { ...request, token });
    } catch (error) {
      if (!(error instanceof ParleyError) || (error.code !== 'token_expired' && error.code !== 'unauthenticated')) throw error;
      return send<Reply>(method, path, { ...request, token: await session.refresh() });
    }
  };
}

function authMethods(send: ReturnType<typeof createSend>, call: Call, session: Session) {
  return {
    register: (body: RegisterBody) => send<Account>('POST', '/auth/register', { body }),
    /** Signs in; tokens are kept and renewed from here on. */
    async login(body: LoginBody): Promise<Account> {
      const result = await send<LoginResult>('POST', '/auth/login', { body });
      session.begin(result);
      return result.user;
    },
    /** Goes on with the session of the cookie or the refresh token. Null when there is none. */
    async restore(): Promise<Account | null> {
      try {
        await session.refresh();
        const user = await call<Account>('GET', '/users/me');
        session.setUser(user);
        return user;
      } catch (error) {
        if (error instanceof ParleyError && error.status === 401) return null;
        throw error;
      }
    },
    /** Ends the session here even when the server can't be told: its tokens are gone from this device. */
    async logout(): Promise<void> {
      try {
        await call<undefined>('POST', '/auth/logout');
      } finally {
        session.end();
      }
    },
    /** Ends every session of the account, this one too. Rejects, and changes nothing here, when the server can't be told. */
    async logoutAll(): Promise<void> {
      await call<undefined>('POST', '/auth/logout-all');
      session.end();
    },
    /** One's devices, the newest login first. */
    sessions: () => call<SessionList>('GET', '/auth/sessions'),
    endSession: (sessionId: string) => call<undefined>('DELETE', `/auth/sessions/${encodeURIComponent(sessionId)}`),
    /** Ends the other sessions; this one goes on. */
    changePassword: (body: ChangePasswordBody) => call<undefined>('POST', '/auth/password/change', { body }),
    /** Resolves alike whether or not there is such an account. */
    forgotPassword: (body: ForgotPasswordBody) => send<undefined>('POST', '/auth/password/forgot', { body }),
    /** With the token of the mail's link. Ends every session and starts none. */
    resetPassword: (body: ResetPasswordBody) => send<undefined>('POST', '/auth/password/reset', { body }),
    availability: (query: { email?: string; username?: string }, signal?: AbortSignal) =>
      send<Availability>('GET', '/auth/availability', { query, signal }),
  };
}

function usersMethods(call: Call, session: Session) {
  return {
    me: () => call<Account>('GET', '/users/me'),
    async updateMe(body: UpdateAccountBody): Promise<Account> {
      const user = await call<Account>('PATCH', '/users/me', { body });
      session.setUser(user);
      return user;
    },
    search: (query: { q: string; limit?: number }, signal?: AbortSignal) =>
      call<UserSearchResult>('GET', '/users/search', { query, signal }),
    get: (usernameOrId: string) => call<PublicProfile>('GET', `/users/${encodeURIComponent(usernameOrId)}`),
  };
}

function roomsMethods(call: Call) {
  return {
    list: (page: Page = {}) => call<RoomList>('GET', '/rooms', { query: page }),
    /** A direct room that exists already is returned instead of a second one. */
    create: (body: CreateRoomBody, idempotencyKey?: string) => call<RoomDetails>('POST', '/rooms', { body, idempotencyKey }),
    update: (roomId: string, body: UpdateRoomBody) => call<RoomDetails>('PATCH', `/rooms/${roomId}`, { body }),
    delete: (roomId: string) => call<undefined>('DELETE', `/rooms/${roomId}`),
    /** Hands the room over to another member. */
    transfer: (roomId: string, userId: string) => call<undefined>('POST', `/rooms/${roomId}/transfer`, { body: { user_id: userId } }),
    get: (roomId: string) => call<RoomDetails>('GET', `/rooms/${roomId}`),
    join: (roomId: string) => call<undefined>('POST', `/rooms/${roomId}/join`),
    leave: (roomId: string) => call<undefined>('POST', `/rooms/${roomId}/leave`),
    members: (roomId: string, page: Page = {}) => call<MemberList>('GET', `/rooms/${roomId}/members`, { query: page }),
    addMembers: (roomId: string, userIds: readonly string[]) =>
      call<AddMembersResult>('POST', `/rooms/${roomId}/members`, { body: { user_ids: userIds } }),
    removeMember: (roomId: string, userId: string) => call<undefined>('DELETE', `/rooms/${roomId}/members/${userId}`),
    changeRole: (roomId: string, userId: string, role: Role) =>
      call<undefined>('PATCH', `/rooms/${roomId}/members/${userId}`, { body: { role } }),
    channels: (query: Page & { q?: string } = {}) => call<ChannelList>('GET', '/channels', { query }),
    channel: (slug: string) => call<Channel>('GET', `/channels/${encodeURIComponent(slug)}`),
  };
}

function messagesMethods(call: Call) {
  return {
    send: (roomId: string, body: SendMessageBody) => call<Message>('POST', `/rooms/${roomId}/messages`, { body }),
    /** Oldest first within the page. */
    history: (roomId: string, range: HistoryRange = {}) => call<History>('GET', `/rooms/${roomId}/messages`, { query: range }),
    events: (roomId: string, range: { after?: number; limit?: number } = {}) =>
      call<RoomEvents>('GET', `/rooms/${roomId}/events`, { query: range }),
    /** Up to `seq`, or everything. Never moves back. */
    markRead: (roomId: string, seq?: number) =>
      call<ReadState>('POST', `/rooms/${roomId}/read`, { body: seq === undefined ? {} : { seq } }),
  };
}

/** All pages of a list, e.g. `await collect((page) => parley.rooms.list(page))`. */
export async function collect<Item>(read: (page: Page) => Promise<{ items: Item[]; next_cursor: string | null; has_more: boolean }>) {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ cursor, limit: 100 });
    items.push(...page.items);
    cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
  } while (cursor !== undefined);
  return items;
}
