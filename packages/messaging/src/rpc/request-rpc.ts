import { isErrorCode, type RpcContract } from '@parley/contracts';
import { z } from 'zod';
import type { Nats } from '../connect-nats.ts';
import { type RequestOptions, requestRawRpc } from './raw-rpc.ts';
import { RpcError } from './rpc-error.ts';

const envelopeSchema = z.union([
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string(), message: z.string() }) }),
]);

/** @throws RpcError the other side's refusal; `unavailable` when nobody answered; `internal` when the reply is not what was agreed */
export async function requestRpc<Request extends z.ZodType, Reply extends z.ZodType>(
  nats: Nats,
  contract: RpcContract<Request, Reply>,
  body: z.input<Request>,
  options: RequestOptions = {},
): Promise<z.output<Reply>> {
  const text = await requestRawRpc(nats, contract, JSON.stringify(body), options);
  const envelope = envelopeSchema.safeParse(parseJson(text));
  const where = `${contract.service}.${contract.name}`;
  if (!envelope.success) throw new RpcError('internal', `${where}: the reply is not understood`);
  if (!envelope.data.ok) {
    const { code, message } = envelope.data.error;
    throw new RpcError(isErrorCode(code) ? code : 'internal', message);
  }
  const reply = contract.reply.safeParse(envelope.data.data);
  if (!reply.success) throw new RpcError('internal', `${where}: the reply does not fit its schema`, { cause: reply.error });
  return reply.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
