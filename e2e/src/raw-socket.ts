import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type ServerFrame, serverFrameSchema, socketProtocol } from '@parley/contracts';
import type { TestUser } from '@parley/testing';
import { type ClientOptions, WebSocket } from 'ws';

export type RawSocketOptions = { token?: string; headers?: Record<string, string>; path?: string; protocols?: string[] };
export type Closed = { code: number; reason: string };
type FrameType = ServerFrame['type'];
type FrameOf<Type extends FrameType> = Extract<ServerFrame, { type: Type }>;

/** The protocol as it is on the wire, without the SDK. Every frame that arrives is checked against its contract. */
export type RawSocket = {
  frames: ServerFrame[];
  closed: Promise<Closed>;
  send(frame: unknown): void;
  sendText(text: string | Buffer): void;
  /** The first frame of the type, past or to come, that `matches`. */
  receive<Type extends FrameType>(type: Type, matches?: (frame: FrameOf<Type>) => boolean): Promise<FrameOf<Type>>;
  /** Sends a command and gives its `ok` data; rejects with the error's code. */
  command(type: string, data: unknown): Promise<unknown>;
  ping(): Promise<void>;
  close(): void;
  ws: WebSocket;
};

const patienceMs = 15_000;

/** Opens a socket; resolves when it is open (or rejects with the HTTP status that refused it). */
export async function openRawSocket(baseUrl: string, options: RawSocketOptions = {}): Promise<RawSocket> {
  const headers = { ...options.headers, ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }) };
  const url = `${baseUrl.replace('http', 'ws')}${options.path ?? '/ws'}`;
  const ws = new WebSocket(url, options.protocols ?? [socketProtocol], { headers, handshakeTimeout: 5_000 } satisfies ClientOptions);
  const frames: ServerFrame[] = [];
  const faults: string[] = [];
  ws.on('message', (data) => {
    const parsed = serverFrameSchema.safeParse(JSON.parse(String(data)));
    if (parsed.success) frames.push(parsed.data);
    else faults.push(`${String(data).slice(0, 300)}: ${parsed.error.message}`);
  });
  ws.on('error', () => undefined);
  const closed = new Promise<Closed>((resolve) => ws.on('close', (code, reason) => resolve({ code, reason: String(reason) })));
  await opened(ws);
  return rawSocket(ws, { frames, faults, closed });
}

/** A socket of somebody signed in, past `ready`. */
export async function enter(baseUrl: string, user: TestUser): Promise<RawSocket> {
  const socket = await openRawSocket(baseUrl, { token: user.accessToken });
  await socket.receive('ready');
  return socket;
}

async function opened(ws: WebSocket): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve);
    ws.once('unexpected-response', (_request, response) => reject(new Error(`status ${response.statusCode}`)));
    ws.once('error', reject);
  });
}

function rawSocket(
  ws: WebSocket,
  { frames, faults, closed }: { frames: ServerFrame[]; faults: string[]; closed: Promise<Closed> },
): RawSocket {
  let commands = 0;
  const find = <Type extends FrameType>(type: Type, matches: (frame: FrameOf<Type>) => boolean) =>
    frames.find((frame): frame is FrameOf<Type> => frame.type === type && matches(frame as FrameOf<Type>));

  async function receive<Type extends FrameType>(
    type: Type,
    matches: (frame: FrameOf<Type>) => boolean = () => true,
  ): Promise<FrameOf<Type>> {
    const until = Date.now() + patienceMs;
    for (;;) {
      if (faults.length > 0) throw new Error(`a frame broke the contract: ${faults[0]}`);
      const found = find(type, matches);
      if (found) return found;
      if (Date.now() > until) throw new Error(`no ${type} in time; got ${frames.map((frame) => frame.type).join(', ')}`);
      await delay(2);
    }
  }

  return {
    ws,
    frames,
    closed,
    receive,
    send: (frame) => ws.send(JSON.stringify(frame)),
    sendText: (text) => ws.send(text),
    async command(type, data) {
      commands += 1;
      const id = `c${commands}`;
      ws.send(JSON.stringify({ type, id, data }));
      const answer = await Promise.race([receive('ok', (frame) => frame.id === id), receive('error', (frame) => frame.id === id)]);
      if (answer.type === 'error') throw new Error(answer.data.code);
      return answer.data;
    },
    async ping() {
      ws.ping();
      await once(ws, 'pong');
    },
    close: () => ws.terminate(),
  };
}
