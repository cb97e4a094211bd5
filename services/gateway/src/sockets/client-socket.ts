import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { type ClientFrame, type CloseReason, clientFrameSchema, closeCodes, type ErrorCode, limits } from '@parley/contracts';
import { type Actor, ProblemError, problemTitle } from '@parley/service-kit';
import type { WebSocket } from 'ws';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import { commandLanes } from './command-lanes.ts';
import { createPatience } from './patience.ts';
import { createRateLimit } from './rate-limit.ts';
import type { FollowedRoom, SocketSession } from './socket-session.ts';
import { createSocketWriter, type SocketWriter } from './socket-writer.ts';

export type CommandId = string | number | undefined;
type Command = Exclude<ClientFrame, { type: 'hello' }>;

/** What a socket asks of the gateway around it. */
export type SocketGate = {
  /** @throws ProblemError unauthenticated, token_expired, unavailable */
  verify(token: string): Promise<Actor>;
  /** Whether the session still lives: no look at the token. @throws ProblemError token_expired, unavailable */
  confirm(actor: Actor): Promise<void>;
  /** Registers the socket, brings it into its rooms and sends `ready`. */
  admit(socket: ClientSocket): Promise<void>;
  /** A socket has opened; who it belongs to is not known yet. */
  arrive(socket: ClientSocket): void;
  carryOut(socket: ClientSocket, frame: Command): void;
  leave(socket: ClientSocket, authenticated: boolean): void;
  reconcileSoon(socket: ClientSocket): void;
  onTooSlow(socket: ClientSocket): void;
  /** The connection under the socket. */
  tcpSocket: Socket;
};

/** How long a socket that must go may take to say goodbye before its connection is cut. */
const closeGraceMs = 3_000;
/** Malformed frames and refused commands that a socket may send in a minute before it is closed. */
const patienceForBadFrames = { faults: 10, perMs: 60_000 };
const patienceForRate = { faults: 600, perMs: 10_000 };

/**
 * One client's connection: waiting for its token, then open, then closing. Every frame of the client comes in here; every
 * answer leaves through `send`, bounded in bytes. Step 2 of docs/walkthroughs/one-message.md.
 */
export class ClientSocket implements SocketSession {
  readonly connectionId = randomUUID();
  readonly rooms = new Map<string, FollowedRoom>();
  readonly opened: Promise<void>;
  readonly lanes = commandLanes();
  /** When the peer was last heard of, and when the next heartbeat is due, by `performance.now()`. */
  heardAt = performance.now();
  heartbeatAt = this.heardAt + limits.heartbeatMs;
  lastHeartbeatAt = this.heardAt;
  readonly #ws: WebSocket;
  readonly #gate: SocketGate;
  readonly #writer: SocketWriter;
  readonly #rate = createRateLimit({ perSecond: limits.socketCommandsPerSecond, burst: limits.socketCommandBurst });
  readonly #badFrames = createPatience(patienceForBadFrames);
  readonly #refusals = createPatience(patienceForRate);
  #markOpened: () => void = () => undefined;
  #actor: Actor | undefined;
  #state: 'waiting' | 'entering' | 'open' | 'closing' = 'waiting';
  #helloTimer: NodeJS.Timeout | undefined;
  #expiryTimer: NodeJS.Timeout | undefined;

  constructor(ws: WebSocket, gate: SocketGate) {
    this.#ws = ws;
    this.#gate = gate;
    this.opened = new Promise((resolve) => {
      this.#markOpened = resolve;
    });
    this.#writer = createSocketWriter(gate.tcpSocket, () => this.#tooSlow());
    gate.arrive(this);
    this.#helloTimer = setTimeout(() => this.close('unauthenticated', 'no token within 5 seconds'), limits.helloTimeoutMs);
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
    ws.on('pong', () => this.#heard());
    ws.on('error', () => undefined);
    ws.on('close', () => this.#closed());
  }

  get actor(): Actor {
    if (!this.#actor) throw new ProblemError('unauthenticated');
    return this.#actor;
  }

  get userId(): string {
    return this.actor.userId;
  }

  get queuedBytes(): number {
    return this.#writer.queuedBytes();
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  send(frame: Buffer): void {
    if (this.#state !== 'closing') this.#writer.write(frame, 'durable');
  }

  sendEphemeral(frame: Buffer): void {
    if (this.#state === 'open') this.#writer.write(frame, 'ephemeral');
  }

  answer(id: CommandId, data: unknown): void {
    if (id !== undefined) this.send(encodeJsonFrame({ type: 'ok', id, data }));
  }

  pong(id: CommandId): void {
    this.send(encodeJsonFrame({ type: 'pong', ...(id === undefined ? {} : { id }) }));
  }

  refuse(id: CommandId, code: ErrorCode, message: string = problemTitle(code), retryAfterMs?: number): void {
    const data = { code, message, ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }) };
    this.send(encodeJsonFrame({ type: 'error', ...(id === undefined ? {} : { id }), data }));
  }

  /** Learns who this is, follows the person's rooms, says `ready`. Once per socket; the token is looked at once. */
  async enter(prove: () => Promise<Actor>): Promise<void> {
    if (this.#state !== 'waiting') return this.refuse(undefined, 'bad_frame', 'This socket is authenticated already');
    this.#state = 'entering';
    try {
      const actor = await prove();
      if (this.closing) return;
      this.#become(actor);
      clearTimeout(this.#helloTimer);
      await this.#gate.admit(this);
      // The session may have ended after the first look and before this gateway listened for it.
      await this.#gate.confirm(actor);
    } catch (error) {
      return this.#refuseEntry(error);
    }
    if (this.closing) return;
    this.#state = 'open';
    this.#markOpened();
  }

  /** Takes over a newer token of the same session: the socket lives as long as it. */
  async renew(token: string): Promise<Actor> {
    const actor = await this.#gate.verify(token);
    if (actor.sessionId !== this.actor.sessionId) throw new ProblemError('unauthenticated', 'The token belongs to another session');
    if (!this.closing) this.#become(actor);
    return actor;
  }

  /**
   * Closes the socket if its session has ended: the signal that says so may have been lost.
   * @throws ProblemError unavailable: it cannot be told now
   */
  async confirm(): Promise<void> {
    const { actor } = this;
    try {
      await this.#gate.confirm(actor);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code === 'unavailable') throw error;
      // A newer token has come meanwhile, and was looked at.
      if (actor === this.#actor) this.close('unauthenticated', error.code);
    }
  }

  heartbeat(frame: Buffer): void {
    this.lastHeartbeatAt = performance.now();
    this.heartbeatAt = this.lastHeartbeatAt + limits.heartbeatMs;
    this.send(frame);
    this.#ws.ping();
  }

  reconcileSoon(): void {
    this.#gate.reconcileSoon(this);
  }

  end(reason: 'session_ended' | 'unauthenticated', detail: string): void {
    this.send(encodeJsonFrame({ type: 'session.ended', data: { reason: detail } }));
    this.close(reason, detail);
  }

  close(reason: CloseReason, detail: string = reason): void {
    if (this.closing) return;
    this.#state = 'closing';
    this.#ws.close(closeCodes[reason].code, detail);
    setTimeout(() => this.#ws.terminate(), closeGraceMs).unref();
  }

  get closing(): boolean {
    return this.#state === 'closing';
  }

  #become(actor: Actor): void {
    this.#actor = actor;
    clearTimeout(this.#expiryTimer);
    const livesMs = actor.expiresAt * 1_000 - Date.now();
    this.#expiryTimer = setTimeout(() => this.close('unauthenticated', 'token_expired'), Math.max(0, livesMs));
  }

  #refuseEntry(error: unknown): void {
    const code = error instanceof ProblemError ? error.code : 'unavailable';
    this.refuse(undefined, code);
    if (code === 'unavailable') this.close('restart', 'unavailable');
    else this.close('unauthenticated', code);
  }

  #heard(): void {
    this.heardAt = performance.now();
  }

  #receive(data: unknown, isBinary: boolean): void {
    if (this.closing) return;
    this.#heard();
    const waitMs = this.#rate.take();
    if (waitMs > 0) this.#refuseRate(data, waitMs);
    else this.#read(isBinary ? undefined : String(data));
  }

  #read(text: string | undefined): void {
    const json = parseJson(text);
    const parsed = clientFrameSchema.safeParse(json);
    if (parsed.success) this.#dispatch(parsed.data);
    else if (json === undefined) this.#faulty(undefined, 'bad_frame', 'A frame must be a JSON object in a text message');
    else this.#faulty(idOf(json), ...faultOf(json, parsed.error.issues));
  }

  #dispatch(frame: ClientFrame): void {
    if (frame.type === 'hello') void this.enter(() => this.#gate.verify(frame.data.token));
    // While rooms are being read, commands of a client that did not wait for `ready` wait here, in order.
    else if (this.#state === 'entering') void this.opened.then(() => this.#carryOut(frame));
    else if (this.#state === 'waiting') this.#faulty(frame.id, 'unauthenticated', 'Say hello first');
    else this.#carryOut(frame);
  }

  #carryOut(frame: Command): void {
    if (this.isOpen) this.#gate.carryOut(this, frame);
  }

  #faulty(id: CommandId, code: ErrorCode, message: string): void {
    this.refuse(id, code, message);
    if (this.#badFrames.exhausted()) this.close('bad_frame');
  }

  #refuseRate(data: unknown, waitMs: number): void {
    this.refuse(idOf(parseJson(String(data))), 'too_many_requests', undefined, waitMs);
    if (this.#refusals.exhausted()) this.close('too_many_requests');
  }

  #tooSlow(): void {
    if (this.closing) return;
    this.#gate.onTooSlow(this);
    this.close('too_slow');
  }

  #closed(): void {
    this.#state = 'closing';
    clearTimeout(this.#helloTimer);
    clearTimeout(this.#expiryTimer);
    this.#markOpened();
    for (const feed of this.rooms.values()) feed.dismiss(this);
    this.#gate.leave(this, this.#actor !== undefined);
  }
}

function parseJson(text: string | undefined): object | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function idOf(json: object | undefined): CommandId {
  if (!json || !('id' in json)) return undefined;
  const { id } = json;
  return (typeof id === 'string' && id.length <= 64) || (typeof id === 'number' && Number.isSafeInteger(id)) ? id : undefined;
}

const knownTypes = new Set<string>(clientFrameSchema.options.map((option) => option.shape.type.value));

function faultOf(json: object, issues: readonly { path: PropertyKey[]; message: string }[]): [ErrorCode, string] {
  const type = 'type' in json ? json.type : undefined;
  if (typeof type !== 'string') return ['bad_frame', 'A frame has a type'];
  if (!knownTypes.has(type)) return ['unknown_type', 'There is no such frame type'];
  const [issue] = issues;
  return ['validation_failed', issue ? `${issue.path.join('.')}: ${issue.message}` : 'The frame does not fit its type'];
}
