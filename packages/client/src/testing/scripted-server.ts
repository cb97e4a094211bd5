import type { LogEvent, ReadyRoom } from '@parley/contracts';
import type { OpenSocket, SocketEvents } from '../realtime/open-socket.ts';
import { me } from './samples.ts';

type Command = { type: string; id?: number; data: Record<string, unknown> };
type Answer = { data: unknown } | { error: { code: string; message?: string; retry_after_ms?: number } } | 'silence';

/**
 * The far end of the wire: rooms with logs, a few default answers, and a script that overrides them. Keeps what it was
 * sent, and can be told to vanish, refuse or end connections.
 */
export function scriptedServer() {
  const logs = new Map<string, LogEvent[]>();
  const received: Command[] = [];
  const opened: Array<{ url: string; protocols: readonly string[] }> = [];
  let socket: SocketEvents | undefined;
  let epoch = 'epoch-1';
  let mode: 'answers' | 'refuses' | 'hangs' = 'answers';
  let script: (command: Command) => Answer | undefined = () => undefined;
  let answersByHello = false;

  const push = (frame: object) => socket?.message(JSON.stringify(frame));
  const head = (roomId: string) => logs.get(roomId)?.at(-1)?.seq ?? 0;
  const readyRooms = (): ReadyRoom[] =>
    [...logs].map(([id, log]) => ({
      id: id as ReadyRoom['id'],
      type: 'group',
      head: log.at(-1)?.seq ?? 0,
      last_read_seq: 0,
      unread_count: log.filter((event) => event.type === 'message.posted' && event.data.sender.id !== me.id).length,
    }));
  const ready = () =>
    push({
      type: 'ready',
      data: {
        user: { id: me.id, username: me.username, role: 'user' },
        session_id: 'session-1',
        heartbeat_ms: 25_000,
        epoch,
        rooms: readyRooms(),
      },
    });

  const defaultAnswer = ({ type, data }: Command): Answer => {
    if (type !== 'room.sync') return { data: {} };
    const log = logs.get(String(data.room_id)) ?? [];
    const page = log.filter((event) => event.seq > Number(data.after)).slice(0, Number(data.limit));
    const reached = page.at(-1)?.seq ?? Number(data.after);
    return { data: { events: page, head: head(String(data.room_id)), has_more: reached < head(String(data.room_id)) } };
  };
  const respond = (command: Command) => {
    if (command.type === 'hello') ready();
    if (command.type === 'ping') push({ type: 'pong' });
    if (command.id === undefined) return;
    const answer = script(command) ?? defaultAnswer(command);
    if (answer === 'silence') return;
    if ('data' in answer) push({ type: 'ok', id: command.id, data: answer.data });
    else push({ type: 'error', id: command.id, data: { message: answer.error.code, ...answer.error } });
  };

  const openSocket: OpenSocket = (url, protocols, events) => {
    opened.push({ url, protocols });
    const isMine = () => socket === events;
    if (mode !== 'hangs') {
      queueMicrotask(() => {
        if (mode === 'refuses') return events.close(1006, '');
        socket = events;
        events.open();
        if (!answersByHello) ready();
      });
    }
    return {
      send(text) {
        const command = JSON.parse(text) as Command;
        received.push(command);
        // A wire is never synchronous.
        queueMicrotask(() => isMine() && respond(command));
      },
      close() {
        if (isMine()) socket = undefined;
      },
    };
  };

  return {
    openSocket,
    received,
    opened,
    push,
    head,
    /** Appends to a room's log, and tells the client unless `quietly`. */
    log(event: LogEvent, quietly = false) {
      logs.set(event.room_id, [...(logs.get(event.room_id) ?? []), event]);
      if (!quietly) push(event);
    },
    addRoom: (roomId: string) => logs.set(roomId, logs.get(roomId) ?? []),
    removeRoom: (roomId: string) => logs.delete(roomId),
    answer(next: typeof script) {
      script = next;
    },
    /** The next connections: answered, refused, or left hanging. */
    behave(next: typeof mode) {
      mode = next;
    },
    waitForHello() {
      answersByHello = true;
    },
    restoreBackup() {
      epoch = 'epoch-2';
    },
    /** Ends the connection with `code`. */
    close(code: number, reason = '') {
      const lost = socket;
      socket = undefined;
      lost?.close(code, reason);
    },
    /** The network goes without a word: nothing arrives any more. */
    vanish() {
      socket = undefined;
    },
    commands: (type: string) => received.filter((command) => command.type === type),
  };
}
