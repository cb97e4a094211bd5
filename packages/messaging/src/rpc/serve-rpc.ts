import type { RpcContract } from '@parley/contracts';
import type { z } from 'zod';
import type { Nats } from '../connect-nats.ts';
import { type RpcContext, type RpcServer, type ServeRpcOptions, serveRawRpc } from './raw-rpc.ts';
import { RpcRefusal } from './rpc-error.ts';

/** Serves a contract. A request that does not fit its schema is refused as `validation_failed` before the handler sees it. */
export function serveRpc<Request extends z.ZodType, Reply extends z.ZodType>(
  nats: Nats,
  contract: RpcContract<Request, Reply>,
  handler: (request: z.output<Request>, context: RpcContext) => Promise<z.input<Reply>>,
  options: ServeRpcOptions = {},
): Promise<RpcServer> {
  const handle = async (body: string, context: RpcContext): Promise<string> => {
    const request = contract.request.safeParse(parseJson(body));
    if (!request.success) throw new RpcRefusal('validation_failed', describe(request.error));
    return JSON.stringify({ ok: true, data: await handler(request.data, context) });
  };
  return serveRawRpc(nats, contract, handle, options);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new RpcRefusal('validation_failed', 'the request is not JSON');
  }
}

/** Which fields and why, never their values. */
function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ');
}
