import { socketProtocol } from '@parley/contracts';
import { WebSocket } from 'ws';

/** Marks when a message was sent, by the sender's `performance.now()`; sender and receiver share the process. */
const stamp = 'sent at ';
const posted = 'm'.charCodeAt(0);
const answered = 'o'.charCodeAt(0);
const refused = 'e'.charCodeAt(0);

export type LoadCounters = { delivered: number; receiveMs: number[]; ackMs: number[]; refused: number };

export function newCounters(): LoadCounters {
  return { delivered: 0, receiveMs: [], ackMs: [], refused: 0 };
}

/** A message of usual length, so that sizes are right, marked with when it was sent. */
export function messageText(sentAt: number): string {
  return `${stamp}${sentAt.toFixed(3)} and the rest of a message of usual length, so that sizes are right`;
}

/** @returns undefined for a text without a mark */
export function readSentAt(text: string): number | undefined {
  const at = text.indexOf(stamp);
  return at < 0 ? undefined : Number.parseFloat(text.slice(at + stamp.length, at + stamp.length + 16));
}

/** A client that costs as little as possible: it reads no more of a frame than it must. */
export class LoadClient {
  readonly #ws: WebSocket;
  readonly #waiting = new Map<number, { sentAt: number; done: () => void }>();
  #counters: LoadCounters;
  #commands = 0;

  private constructor(ws: WebSocket, counters: LoadCounters) {
    this.#ws = ws;
    this.#counters = counters;
  }

  /** Resolves when the server has said `ready`. */
  static async open(url: string, token: string, counters: LoadCounters): Promise<LoadClient> {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/ws`, [socketProtocol], { headers: { authorization: `Bearer ${token}` } });
    const client = new LoadClient(ws, counters);
    await new Promise<void>((resolve, reject) => {
      ws.once('error', reject);
      ws.once('message', () => resolve());
    });
    ws.on('message', (data: Buffer) => client.#receive(data));
    return client;
  }

  count(counters: LoadCounters): void {
    this.#counters = counters;
  }

  /** Resolves with the acknowledgement, or the refusal, which is counted. */
  send(roomId: string): Promise<void> {
    this.#commands += 1;
    const id = this.#commands;
    const sentAt = performance.now();
    const data = { room_id: roomId, client_id: crypto.randomUUID(), content: messageText(sentAt) };
    return new Promise((done) => {
      this.#waiting.set(id, { sentAt, done });
      this.#ws.send(JSON.stringify({ type: 'message.send', id, data }));
    });
  }

  close(): void {
    this.#ws.terminate();
  }

  #receive(data: Buffer): void {
    // The character after `{"type":"` tells frames apart without parsing them.
    const kind = data[9];
    if (kind === posted) this.#countDelivery(data);
    else if (kind === answered || kind === refused) this.#countAnswer(data, kind === refused);
  }

  #countDelivery(data: Buffer): void {
    this.#counters.delivered += 1;
    const at = data.indexOf(stamp);
    if (at < 0) return;
    const sentAt = Number.parseFloat(data.toString('latin1', at + stamp.length, at + stamp.length + 16));
    this.#counters.receiveMs.push(performance.now() - sentAt);
  }

  #countAnswer(data: Buffer, wasRefused: boolean): void {
    const frame = JSON.parse(data.toString('utf8')) as { id?: number };
    const waiting = this.#waiting.get(frame.id ?? 0);
    if (!waiting) return;
    this.#waiting.delete(frame.id ?? 0);
    if (wasRefused) this.#counters.refused += 1;
    else this.#counters.ackMs.push(performance.now() - waiting.sentAt);
    waiting.done();
  }
}
