import { ParleyError } from '../errors.ts';
import type { RequestOptions, Send } from './request.ts';
import type { Session } from './session.ts';

/** A request in the signed-in person's name. */
export type Call = <Reply>(method: string, path: string, options?: Omit<RequestOptions, 'token'>) => Promise<Reply>;

/** One that meets an expired token is repeated once with a new one. */
export function createCall(send: Send, session: Session): Call {
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
