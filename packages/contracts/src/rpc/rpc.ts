import { z } from 'zod';
import type { ErrorCode } from '../error-codes.ts';

/** A request/reply contract between services: the subject's name and both shapes. */
export type RpcContract<Request extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> = {
  service: string;
  name: string;
  request: Request;
  reply: Reply;
};

export function defineRpc<Request extends z.ZodType, Reply extends z.ZodType>(
  contract: RpcContract<Request, Reply>,
): RpcContract<Request, Reply> {
  return contract;
}

/** The reply's body on the wire: a result, or a refusal with a stable code. */
export type RpcReply<Data> = { ok: true; data: Data } | { ok: false; error: RpcFailure };
export type RpcFailure = { code: ErrorCode; message: string };

/** Who asks. Checked by the gateway; services behind it trust it. */
export const actorSchema = z.object({ user_id: z.uuid(), session_id: z.uuid(), role: z.enum(['user', 'admin']) });
