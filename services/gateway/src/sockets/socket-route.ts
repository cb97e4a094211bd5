import websocket from '@fastify/websocket';
import { closeCodes, limits } from '@parley/contracts';
import { type Actor, type App, ProblemError } from '@parley/service-kit';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { ClientSocket, type SocketGate } from './client-socket.ts';
import { chooseProtocol, credentialsOf } from './credentials.ts';
import { originAllowed } from './origin.ts';

export type SocketRouteOptions = {
  gate: (request: FastifyRequest) => SocketGate;
  verify: (token: string) => Promise<Actor>;
  /** Whose single-use ticket it is. */
  redeem: (ticket: string) => Promise<Actor>;
  allowedOrigins: readonly string[];
  /** True while no new sockets are taken. */
  draining: () => boolean;
};

/** `GET /ws`. A foreign origin and a bad token in the header are refused before the upgrade. */
export async function addSocketRoute(app: App, options: SocketRouteOptions): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: limits.frameMaxBytes, perMessageDeflate: false, handleProtocols: chooseProtocol },
    errorHandler: (_error, socket) => socket.terminate(),
  });
  app.get('/ws', { websocket: true, schema: { hide: true }, preValidation: (request) => guardUpgrade(request, options) }, (ws, request) => {
    nameTooLargeFrames(ws);
    const socket = new ClientSocket(ws, options.gate(request));
    const prove = proofOf(request, options);
    if (prove) void socket.enter(prove);
  });
}

/** Who was let through the door already, so that nobody's signature is checked twice. */
const admitted = new WeakMap<FastifyRequest, Actor>();

function proofOf(request: FastifyRequest, { verify, redeem }: SocketRouteOptions): (() => Promise<Actor>) | undefined {
  const actor = admitted.get(request);
  if (actor) return async () => actor;
  const credentials = credentialsOf(request);
  if (!credentials) return undefined;
  return credentials.from === 'ticket' ? () => redeem(credentials.ticket) : () => verify(credentials.token);
}

async function guardUpgrade(request: FastifyRequest, options: SocketRouteOptions): Promise<void> {
  if (options.draining()) throw new ProblemError('unavailable', undefined, { retryAfterSeconds: 1 });
  if (!originAllowed(request.headers, options.allowedOrigins)) throw new ProblemError('origin_refused');
  const credentials = credentialsOf(request);
  if (credentials?.from === 'header') admitted.set(request, await options.verify(credentials.token));
}

/** `ws` closes with 1009 when a frame is too large; Parley's code for it says that trying again is of no use. */
function nameTooLargeFrames(ws: WebSocket): void {
  const close = ws.close.bind(ws);
  ws.close = (code, reason) => (code === 1009 ? close(closeCodes.frame_too_large.code, 'frame_too_large') : close(code, reason));
}
