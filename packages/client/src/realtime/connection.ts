import type { ControlFrame, LogEvent, ReadyFrame } from '@parley/contracts';
import { closeCodes, reconnectAfter } from '@parley/contracts/close-codes';
import { limits } from '@parley/contracts/limits';
import { bearerProtocolPrefix, socketProtocol } from '@parley/contracts/socket-protocol';
import type { Clock } from '../clock.ts';
import { ParleyError } from '../errors.ts';
import type { TokenSource } from '../http/session.ts';
import { createStore, type Store } from '../store.ts';
import type { Backoff } from './backoff.ts';
import { type Commands, createCommands } from './commands.ts';
import type { OpenSocket, Socket } from './open-socket.ts';
import { parseFrame } from './parse-frame.ts';

export type ConnectionState =
  | { phase: 'connecting'; attempt: number }
  | { phase: 'online' }
  /** The next try comes at `retryAt`, by the own clock. */
  | { phase: 'waiting'; attempt: number; retryAt: number }
  /** For good: stopped here, or a close code after which a client must not come back. */
  | { phase: 'closed'; code: number; reason: string };

export type ConnectionOptions = {
  url: string;
  tokens: TokenSource;
  /** `hello` for servers and proxies that can't carry a long subprotocol. */
  sendTokenBy: 'subprotocol' | 'hello';
  openSocket: OpenSocket;
  clock: Clock;
  backoff: Backoff;
  /** An attempt without `ready` by then is given up. */
  handshakeTimeoutMs: number;
  commandTimeoutMs: number;
  onReady(ready: ReadyFrame['data']): void;
  onEvent(event: LogEvent): void;
  onControl(frame: ControlFrame): void;
  onDown(): void;
};

/** How long a suspected connection gets to prove itself. */
const probeMs = 2_000;
/** A connection that lived this long is not flapping: the next loss starts with a short delay again. */
const stableMs = 5_000;
/** Every so many failures before `ready`, a new token is tried: browsers don't tell why an upgrade was refused. */
const suspectTokenEvery = 8;
const suspectTokenAt = 3;
const nothing = (): void => undefined;

/**
 * One socket at a time, opened again whenever it is lost and may be.
 *
 * Invariants:
 * - Every callback of a socket that was given up is ignored: `#socket` tells the current one.
 * - After a final close code, or `stop`, nothing is opened again.
 * - A connection counts as up from `ready` on, not from the socket's opening.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #state = createStore<ConnectionState>({ phase: 'connecting', attempt: 0 });
  readonly #commands: Commands;
  #socket: Socket | undefined;
  #attempt = 0;
  /** Frames received: a connection that is asked proves itself by any of them. */
  #heard = 0;
  #heartbeatMs: number = limits.heartbeatMs;
  #renewFirst = false;
  #drainedUntil: number | undefined;
  /** Until then the server would refuse commands, and after too many of them the socket. */
  #busyUntil = 0;
  #endedBecause: string | undefined;
  #cancelWait = nothing;
  #cancelWatch = nothing;
  #cancelRenewal = nothing;
  #cancelStable = nothing;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#commands = createCommands({
      clock: options.clock,
      timeoutMs: options.commandTimeoutMs,
      write: (frame) => this.#state.getSnapshot().phase === 'online' && this.#write(frame),
      onTimeout: () => this.probe(),
    });
  }

  get state(): Store<ConnectionState> {
    return this.#state;
  }

  isOnline(): boolean {
    return this.#state.getSnapshot().phase === 'online';
  }

  /** @throws ParleyError `unavailable` when there is no connection, or it is lost before the answer */
  request(type: string, data: unknown, traceparent?: string): Promise<unknown> {
    return this.#commands.request(type, data, traceparent);
  }

  /** For what may be lost: typing. */
  notify(type: string, data: unknown): void {
    if (this.isOnline()) this.#write({ type, data });
  }

  start(): void {
    void this.#open();
  }

  stop(): void {
    const wasOnline = this.isOnline();
    this.#finish(1000, 'stopped');
    if (wasOnline) this.#options.onDown();
  }

  /** Something suggests that the network is back or gone: tries now, or makes the connection prove itself. */
  nudge(): void {
    if (this.#state.getSnapshot().phase === 'waiting') this.#retryNow();
    else this.probe();
  }

  /** Gives up the connection unless something is heard within a few seconds. */
  probe(): void {
    if (!this.isOnline()) return;
    const socket = this.#socket;
    const heardBefore = this.#heard;
    this.#write({ type: 'ping' });
    this.#options.clock.after(probeMs, () => {
      if (socket === this.#socket && this.isOnline() && this.#heard === heardBefore) this.#lose();
    });
  }

  async #open(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#state.set({ phase: 'connecting', attempt: this.#options.backoff.attempts() });
    const token = await this.#token();
    if (attempt !== this.#attempt || token === undefined) return;

    const { url, sendTokenBy, openSocket, clock, handshakeTimeoutMs } = this.#options;
    const protocols = sendTokenBy === 'subprotocol' ? [socketProtocol, `${bearerProtocolPrefix}${token}`] : [socketProtocol];
    const isCurrent = () => attempt === this.#attempt;
    this.#cancelWatch = clock.after(handshakeTimeoutMs, () => this.#lose());
    try {
      this.#socket = openSocket(url, protocols, {
        open: () => {
          if (isCurrent() && sendTokenBy === 'hello') this.#write({ type: 'hello', data: { token } });
        },
        message: (text) => {
          if (isCurrent()) this.#receive(text);
        },
        close: (code, reason) => {
          if (isCurrent()) this.#down(code, reason);
        },
      });
    } catch {
      this.#down(1006, 'the socket could not be opened');
    }
  }

  /** Undefined when there is none to be had: the connection has then been closed or put off. */
  async #token(): Promise<string | undefined> {
    const { tokens } = this.#options;
    const attempt = this.#attempt;
    try {
      const token = await (this.#renewFirst && tokens.refresh ? tokens.refresh() : tokens.get());
      if (attempt === this.#attempt) this.#renewFirst = false;
      return token;
    } catch (error) {
      if (attempt !== this.#attempt) return undefined;
      if (error instanceof ParleyError && error.status === 401) this.#finish(4401, 'unauthenticated');
      else this.#wait(0);
      return undefined;
    }
  }

  #receive(text: string): void {
    this.#heard += 1;
    const incoming = parseFrame(text);
    if (incoming.kind === 'log') this.#options.onEvent(incoming.event);
    if (incoming.kind === 'control') this.#control(incoming.frame);
  }

  #control(frame: ControlFrame): void {
    switch (frame.type) {
      case 'ready':
        this.#up(frame.data);
        return;
      case 'error':
        if (frame.data.code === 'too_many_requests') this.#busyUntil = this.#options.clock.now() + (frame.data.retry_after_ms ?? 0);
        this.#commands.answer(frame);
        return;
      case 'ok':
        this.#commands.answer(frame);
        return;
      case 'heartbeat':
        this.#write({ type: 'heartbeat' });
        break;
      case 'server.draining':
        this.#drainedUntil = this.#options.clock.now() + frame.data.reconnect_after_ms;
        break;
      case 'session.ended':
        this.#endedBecause = frame.data.reason;
        break;
      default:
        break;
    }
    this.#options.onControl(frame);
  }

  #up(ready: ReadyFrame['data']): void {
    this.#cancelWatch();
    this.#heartbeatMs = ready.heartbeat_ms;
    this.#drainedUntil = undefined;
    this.#state.set({ phase: 'online' });
    this.#cancelStable = this.#options.clock.after(stableMs, () => this.#options.backoff.reset());
    this.#watch();
    this.#renewLater();
    this.#options.onReady(ready);
  }

  /** The server speaks at least once per heartbeat. Half a heartbeat of silence more, and it is asked. */
  #watch(): void {
    const heardBefore = this.#heard;
    this.#cancelWatch = this.#options.clock.after(this.#heartbeatMs * 1.5, () => {
      if (this.#heard === heardBefore) this.probe();
      this.#watch();
    });
  }

  /** A socket outlives its token only by a newer one. */
  #renewLater(): void {
    const { tokens, clock } = this.#options;
    const expiresAt = tokens.expiresAt();
    if (expiresAt === undefined || !tokens.refresh) return;
    this.#cancelRenewal = clock.after(Math.max(1_000, (expiresAt - clock.now()) * 0.8), () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const attempt = this.#attempt;
    try {
      const token = await this.#options.tokens.refresh?.();
      await this.request('auth.refresh', { token });
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error instanceof ParleyError && error.status === 401) {
        // Opening again asks for a token once more, and ends for good when there is none.
        this.#lose(4401);
        return;
      }
    }
    if (attempt === this.#attempt && this.isOnline()) this.#renewLater();
  }

  /** Gives up a socket that may never say that it is closed. */
  #lose(code = 1006): void {
    const socket = this.#socket;
    this.#down(code, '');
    socket?.close();
  }

  #down(code: number, reason: string): void {
    const wasOnline = this.isOnline();
    this.#release();
    const next = reconnectAfter(code);
    const { backoff, tokens, onDown } = this.#options;
    if (next === false || (next === 'after_refresh' && !tokens.refresh)) {
      this.#finish(code, this.#endedBecause ?? reason);
    } else {
      this.#renewFirst = next === 'after_refresh' || (!wasOnline && backoff.attempts() % suspectTokenEvery === suspectTokenAt);
      this.#wait(code === closeCodes.too_many_requests.code ? this.#busyUntil : 0);
    }
    if (wasOnline) onDown();
  }

  #wait(notBefore: number): void {
    const { clock, backoff } = this.#options;
    const now = clock.now();
    const delayMs = Math.max(this.#drainedUntil === undefined ? backoff.next() : this.#drainedUntil - now, notBefore - now, 0);
    this.#drainedUntil = undefined;
    this.#state.set({ phase: 'waiting', attempt: backoff.attempts(), retryAt: now + delayMs });
    this.#cancelWait = clock.after(delayMs, () => void this.#open());
  }

  #retryNow(): void {
    this.#cancelWait();
    void this.#open();
  }

  #finish(code: number, reason: string): void {
    if (this.#state.getSnapshot().phase === 'closed') return;
    const socket = this.#socket;
    this.#release();
    this.#state.set({ phase: 'closed', code, reason });
    socket?.close();
  }

  /** Leaves the current socket and everything that was timed for it. */
  #release(): void {
    this.#attempt += 1;
    this.#socket = undefined;
    this.#cancelWait();
    this.#cancelWatch();
    this.#cancelRenewal();
    this.#cancelStable();
    this.#commands.abandon();
  }

  #write(frame: object): boolean {
    if (!this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }
}
