import type {
  Account,
  Availability,
  ChangePasswordBody,
  ForgotPasswordBody,
  LoginBody,
  LoginResult,
  RegisterBody,
  ResetPasswordBody,
  SessionList,
  SocketTicket,
} from '@parley/contracts';
import type { Clock } from '../clock.ts';
import { ParleyError } from '../errors.ts';
import type { Device } from '../persistence/device.ts';
import type { Call } from './call.ts';
import type { Send } from './request.ts';
import type { Session } from './session.ts';

/** So long a start waits for the server where the device knows who is there; after that it goes on without. */
const patienceMs = 3_000;

type Options = { send: Send; call: Call; session: Session; device: Device | undefined; clock: Clock };

export function authMethods({ send, call, session, device, clock }: Options) {
  const askServer = async (): Promise<Account | null> => {
    try {
      await session.refresh();
      const user = await call<Account>('GET', '/users/me');
      session.setUser(user);
      return user;
    } catch (error) {
      if (error instanceof ParleyError && error.status === 401) return null;
      throw error;
    }
  };
  return {
    register: (body: RegisterBody) => send<Account>('POST', '/auth/register', { body }),
    /** Signs in; tokens are kept and renewed from here on. Where a second step is needed: see `mfaChallengeOf`. */
    async login(body: LoginBody): Promise<Account> {
      const result = await send<LoginResult>('POST', '/auth/login', { body });
      session.begin(result);
      return result.user;
    },
    /**
     * Goes on with the session of the cookie or the refresh token. Null when there is none. With a `device` that knows who is there,
     * a server that cannot be reached, or takes long, does not keep them from what they have read before.
     */
    async restore(): Promise<Account | null> {
      const known = device?.account();
      if (!known) return askServer();
      const goOn = () => {
        session.remember(known);
        return known;
      };
      const answer = askServer().catch((error) => {
        if (error instanceof ParleyError && error.code === 'unavailable') return goOn();
        throw error;
      });
      let cancelWait = () => {};
      const patience = new Promise<Account>((resolve) => {
        cancelWait = clock.after(patienceMs, () => resolve(goOn()));
      });
      return Promise.race([answer, patience]).finally(cancelWait);
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
    /** Opens one socket as `/ws?ticket=`, within half a minute; for where no header can be set. */
    socketTicket: () => call<SocketTicket>('POST', '/auth/socket-ticket'),
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
