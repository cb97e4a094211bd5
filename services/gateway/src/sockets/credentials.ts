import { bearerProtocolPrefix, socketProtocol } from '@parley/contracts';
import type { FastifyRequest } from 'fastify';

/** What somebody shows at the door. Where it came from decides how a bad one is refused: a program sees a status, a browser only a close code. */
export type Credentials = { from: 'header' | 'protocol' | 'query'; token: string } | { from: 'ticket'; ticket: string };

/** The token that came with the upgrade request, if any did. Otherwise the first frame must carry it. */
export function credentialsOf(request: FastifyRequest): Credentials | undefined {
  const header = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (header) return { token: header, from: 'header' };
  const protocol = offeredProtocols(request).find((offered) => offered.startsWith(bearerProtocolPrefix));
  if (protocol) return { token: protocol.slice(bearerProtocolPrefix.length), from: 'protocol' };
  const query: unknown = request.query;
  if (typeof query !== 'object' || query === null) return undefined;
  if ('ticket' in query && typeof query.ticket === 'string') return { ticket: query.ticket, from: 'ticket' };
  if ('token' in query && typeof query.token === 'string') return { token: query.token, from: 'query' };
  return undefined;
}

/** The subprotocol that the server speaks, when it was offered. A token is never echoed. */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  return offered.has(socketProtocol) ? socketProtocol : false;
}

function offeredProtocols(request: FastifyRequest): string[] {
  return (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
}
