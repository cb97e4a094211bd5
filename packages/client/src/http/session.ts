import type { Account, LoginResult, Tokens } from '@parley/contracts';
import type { Clock } from '../clock.ts';
import { ParleyError } from '../errors.ts';
import { createStore, type Store } from '../store.ts';
import { subjectOf } from './access-token.ts';
import type { Send } from './request.ts';

export type SessionState =
  /** Nobody has asked yet whether the browser's cookie still holds a session. */
  | { status: 'unknown' }
  /** `isRemembered`: the server has not been heard yet; this is who the device knows. */
  | { status: 'signed_in'; user: Account | null; isRemembered?: true }
  /** `ended`: by the server or on another device, not by a logout here. */
  | { status: 'signed_out'; ended: boolean };

/** Where the realtime connection gets its access tokens. */
export type TokenSource = {
  /** One that lives for a while yet. @throws ParleyError unauthenticated when the session is over */
  get(): Promise<string>;
  /** A new one, whatever is left of the old; left out where there is no way to get one. @throws ParleyError as `get` */
  refresh?(): Promise<string>;
  /** When the current one ends by the own clock; undefined when unknown. */
  expiresAt(): number | undefined;
};

export type Session = Required<TokenSource> & {
  state: Store<SessionState>;
  /** Starts with what a login answered. */
  begin(result: LoginResult): void;
  setUser(user: Account): void;
  /** Goes on as who was signed in last, until the server can be asked; not where more is known already. */
  remember(user: Account): void;
  /** Forgets the tokens: after a logout, or (`ended`) on the server's word that the session is over. */
  end(ended?: boolean): void;
  /** The refresh token of a program that wants to keep it; undefined in browsers, where only the cookie has it. */
  refreshToken(): string | undefined;
};

/** A token with less than this left is renewed before use: the request must arrive while it is valid. */
const renewEarlyMs = 60_000;

/** A refresh is answered soon or not at all: what was asked is asked once more, and then with whatever is asked next. */
const refreshTimeoutMs = 4_000;

/**
 * The access token in memory, renewed by the refresh token. There is one refresh at a time per process, and through
 * `exclusively` (Web Locks) one among the tabs of a browser: a refresh token works once, and its second use ends the session.
 */
export function createSession(options: {
  send: Send;
  clock: Clock;
  /** `cookie`: the browser holds the refresh token where scripts can't read it. `memory`: this object does. */
  keep: 'cookie' | 'memory';
  refreshToken?: string | undefined;
  exclusively: <T>(run: () => Promise<T>) => Promise<T>;
}): Session {
  const { send, clock, keep, exclusively } = options;
  const state = createStore<SessionState>(
    keep === 'cookie' || options.refreshToken ? { status: 'unknown' } : { status: 'signed_out', ended: false },
  );
  let access: { token: string; expiresAt: number; lifetimeMs: number } | undefined;
  let refreshToken = options.refreshToken;
  let refreshing: Promise<string> | undefined;
  // The server may have replaced the token and its answer was lost: under the same name it is known for the same request, and not taken
  // for a thief's, however late it is asked again. A tab that is closed meanwhile has the ten seconds that the server gives everybody.
  let unanswered: string | undefined;
  // Counts logins and logouts: an answer that belongs to an earlier one must not revive it.
  let era = 0;

  const accept = (tokens: Tokens) => {
    const lifetimeMs = tokens.expires_in * 1_000;
    unanswered = undefined;
    access = { token: tokens.access_token, expiresAt: clock.now() + lifetimeMs, lifetimeMs };
    if (keep === 'memory') refreshToken = tokens.refresh_token;
  };
  const end = (ended = false) => {
    era += 1;
    access = undefined;
    unanswered = undefined;
    refreshToken = undefined;
    refreshing = undefined;
    state.set({ status: 'signed_out', ended });
  };
  const isSamePerson = (token: string) => {
    const now = state.getSnapshot();
    if (access) return subjectOf(access.token) === subjectOf(token);
    return now.status !== 'signed_in' || !now.isRemembered || now.user?.id === subjectOf(token);
  };
  const refreshOnce = async () => {
    const asked = era;
    if (keep === 'memory' && refreshToken === undefined) throw new ParleyError('unauthenticated', 'not signed in');
    try {
      const body = keep === 'memory' ? { refresh_token: refreshToken } : {};
      unanswered ??= crypto.randomUUID();
      const wish = { body, timeoutMs: refreshTimeoutMs, idempotencyKey: unanswered };
      const ask = () => send<Tokens>('POST', '/auth/refresh', wish);
      const tokens = await exclusively(() => ask().catch((error: unknown) => (gotNoAnswer(error) ? ask() : Promise.reject(error))));
      if (asked !== era) throw new ParleyError('unauthenticated', 'the session ended meanwhile');
      // Another tab signed in as somebody else: what this one shows and holds back is not theirs.
      if (!isSamePerson(tokens.access_token)) {
        throw new ParleyError('unauthenticated', 'another account signed in');
      }
      accept(tokens);
      state.update((now) => (now.status === 'signed_in' ? now : { status: 'signed_in', user: null }));
      return tokens.access_token;
    } catch (error) {
      // A client error ends the session; no answer at all says nothing about it.
      if (error instanceof ParleyError && error.status === 401 && asked === era) end(true);
      throw error;
    }
  };
  const refresh = () => {
    if (refreshing) return refreshing;
    const mine = refreshOnce().finally(() => {
      if (refreshing === mine) refreshing = undefined;
    });
    refreshing = mine;
    return mine;
  };

  return {
    state,
    begin(result) {
      era += 1;
      refreshing = undefined;
      accept(result);
      state.set({ status: 'signed_in', user: result.user });
    },
    setUser: (user) => state.set({ status: 'signed_in', user }),
    remember(user) {
      const now = state.getSnapshot();
      const isOpen = now.status === 'unknown' || (now.status === 'signed_in' && now.user === null);
      if (isOpen && (!access || subjectOf(access.token) === user.id)) state.set({ status: 'signed_in', user, isRemembered: true });
    },
    end,
    refresh,
    async get() {
      // A short-lived token is renewed in the last third of its life instead.
      if (access && access.expiresAt - clock.now() > Math.min(renewEarlyMs, access.lifetimeMs / 3)) return access.token;
      return refresh();
    },
    expiresAt: () => access?.expiresAt,
    refreshToken: () => refreshToken,
  };
}

function gotNoAnswer(error: unknown): boolean {
  return error instanceof ParleyError && error.status === 0;
}
