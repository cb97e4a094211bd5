import { z } from 'zod';
import { defineRpc } from './rpc.ts';

/** `rpc.<service>.stats`: numbers about what a service owns, for administrators. A service adds names as it likes. */
export function statsRpc(service: 'rooms' | 'messages' | 'presence') {
  return defineRpc({
    service,
    name: 'stats',
    request: z.object({}),
    reply: z.object({ counts: z.record(z.string(), z.int().nonnegative()) }),
  });
}
