import { io, type Socket } from 'socket.io-client';
import { type LoadCounters, messageText, readSentAt } from '../load-client.ts';

/** The reference's own client library, over WebSocket alone. */
export class ReferenceClient {
  readonly #socket: Socket;
  #counters: LoadCounters;

  private constructor(socket: Socket, counters: LoadCounters) {
    this.#socket = socket;
    this.#counters = counters;
  }

  static async open(url: string, userId: string, counters: LoadCounters): Promise<ReferenceClient> {
    const socket = io(url, { transports: ['websocket'], auth: { userId }, forceNew: true, reconnection: false });
    const client = new ReferenceClient(socket, counters);
    await new Promise<void>((resolve, reject) => {
      socket.once('ready', resolve);
      socket.once('connect_error', reject);
    });
    socket.on('message', ({ content }: { content: string }) => {
      client.#counters.delivered += 1;
      const sentAt = readSentAt(content);
      if (sentAt !== undefined) client.#counters.receiveMs.push(performance.now() - sentAt);
    });
    return client;
  }

  count(counters: LoadCounters): void {
    this.#counters = counters;
  }

  send(roomId: string): Promise<void> {
    const sentAt = performance.now();
    return new Promise((done) => {
      this.#socket.emit('message', roomId, messageText(sentAt), (answer: { error?: string }) => {
        if (answer.error === undefined) this.#counters.ackMs.push(performance.now() - sentAt);
        else this.#counters.refused += 1;
        done();
      });
    });
  }

  close(): void {
    this.#socket.disconnect();
  }
}
