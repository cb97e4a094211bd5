import type { Socket } from 'node:net';
import type { ClientFrame } from '@parley/contracts';
import type { Actor } from '@parley/service-kit';
import type { ClientSocket } from './client-socket.ts';

/** What a socket asks of the gateway around it. */
export type SocketGate = {
  /** @throws ProblemError unauthenticated, token_expired, unavailable */
  verify(token: string): Promise<Actor>;
  /** Registers the socket, brings it into its rooms and sends `ready`. */
  admit(socket: ClientSocket): Promise<void>;
  /** A socket has opened; who it belongs to is not known yet. */
  arrive(socket: ClientSocket): void;
  carryOut(socket: ClientSocket, frame: Exclude<ClientFrame, { type: 'hello' }>): void;
  leave(socket: ClientSocket, authenticated: boolean): void;
  reconcileSoon(socket: ClientSocket): void;
  onTooSlow(): void;
  /** The connection under the socket. */
  tcpSocket: Socket;
};
