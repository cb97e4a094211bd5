import { describe, expect, it } from 'vitest';
import { memoryPersistence } from '../persistence/persistence.ts';
import { manualClock, settled } from '../testing/manual-clock.ts';
import { at, clientId, me, posted, roomId } from '../testing/samples.ts';
import { connectTo, startChat } from '../testing/start-chat.ts';

const room = roomId(1);
type Started = Awaited<ReturnType<typeof startChat>>;

/** Commits what is sent, in the order of arrival, once per client_id. */
function commits(server: Started['server'], options: { quietly?: boolean } = {}) {
  const committed = new Map<string, number>();
  server.answer(({ type, data }) => {
    if (type !== 'message.send') return undefined;
    const id = String(data.client_id);
    const known = committed.get(id);
    const seq = known ?? server.head(String(data.room_id)) + 1;
    if (known === undefined) {
      committed.set(id, seq);
      server.log(posted(roomId(Number(String(data.room_id).slice(-2))), seq, me, String(data.content), clientIdOf(id)), options.quietly);
    }
    return { data: { id: `message-${seq}`, seq, created_at: at(seq), ...(known === undefined ? {} : { duplicate: true }) } };
  });
  return committed;
}
const clientIdOf = (id: string) => clientId(Number(id.slice(-3)));
const states = ({ chat }: Started) => chat.outbox.getSnapshot().map((item) => [item.content, item.state]);
const contents = (started: Started) => started.server.commands('message.send').map(({ data }) => data.content);

function numbered() {
  let number = 0;
  return () => {
    number += 1;
    return clientId(number);
  };
}
const start = (prepare?: (server: Started['server']) => void, options: Parameters<typeof startChat>[0] = {}) =>
  startChat({ newId: numbered(), ...options }, (server) => {
    server.addRoom(room);
    prepare?.(server);
  });

describe('sending', () => {
  it('shows the message at once and drops it when the log carries it', async () => {
    const started = await start();
    commits(started.server);
    const sent = started.chat.send(room, 'hello');
    expect(states(started)).toEqual([['hello', 'sending']]);
    await expect(sent).resolves.toMatchObject({ seq: 1 });
    expect(states(started)).toEqual([]);
    expect(started.chat.rooms.getSnapshot().get(room)?.timeline).toHaveLength(1);
  });

  it('keeps an acknowledged message until the log has reached it', async () => {
    const started = await start();
    commits(started.server, { quietly: true });
    await started.chat.send(room, 'hello');
    expect(states(started)).toEqual([['hello', 'sent']]);
    started.server.push({ type: 'heartbeat', data: { heads: { [room]: 1 } } });
    await settled();
    expect(states(started)).toEqual([]);
  });

  it('sends one after the other within a room, and rooms beside each other', async () => {
    const started = await start((server) => server.addRoom(roomId(2)));
    started.server.answer(({ type }) => (type === 'message.send' ? 'silence' : undefined));
    void started.chat.send(room, 'first');
    void started.chat.send(room, 'second');
    void started.chat.send(roomId(2), 'elsewhere');
    await settled();
    expect(contents(started)).toEqual(['first', 'elsewhere']);
  });

  it('sends again under the same client_id what got no answer, in order', async () => {
    const started = await start();
    const committed = commits(started.server, { quietly: true });
    const sends = [started.chat.send(room, 'first'), started.chat.send(room, 'second')];
    // The first reaches the server; its answer is lost with the connection.
    started.server.close(1006);
    await started.clock.advance(500);
    await Promise.all(sends);
    expect(contents(started)).toEqual(['first', 'first', 'second']);
    const [first, again] = started.server.commands('message.send').map(({ data }) => data.client_id);
    expect(again).toBe(first);
    expect([...committed.values()]).toEqual([1, 2]);
  });

  it('waits while offline and sends on connecting', async () => {
    const started = await start((server) => server.behave('refuses'));
    commits(started.server);
    const sent = started.chat.send(room, 'later');
    await started.clock.advance(400);
    expect(contents(started)).toEqual([]);
    started.server.behave('answers');
    await started.clock.advance(2_000);
    await expect(sent).resolves.toMatchObject({ seq: 1 });
  });

  it('asks again when an answer never comes', async () => {
    const started = await start();
    let silent = true;
    const committed = commits(started.server);
    started.server.answer(({ type, data }) => {
      if (type !== 'message.send') return undefined;
      if (silent) {
        silent = false;
        return 'silence';
      }
      committed.set(String(data.client_id), 1);
      return { data: { id: 'message-1', seq: 1, created_at: at(1) } };
    });
    const sent = started.chat.send(room, 'hello');
    await started.clock.advance(11_000);
    await expect(sent).resolves.toMatchObject({ seq: 1 });
    expect(contents(started)).toEqual(['hello', 'hello']);
  });
});

describe('a refused message', () => {
  const refuse = (server: Started['server'], code: string, details = {}) =>
    server.answer(({ type, data }) => (type === 'message.send' && data.content === 'bad' ? { error: { code, ...details } } : undefined));

  it('is failed for good, and the next one goes on', async () => {
    const started = await start();
    started.server.answer(({ type, data }) => {
      if (type !== 'message.send') return undefined;
      return data.content === 'bad' ? { error: { code: 'validation_failed' } } : { data: { id: 'message-1', seq: 1, created_at: at(1) } };
    });
    const bad = started.chat.send(room, 'bad');
    const good = started.chat.send(room, 'good');
    await expect(bad).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(good).resolves.toMatchObject({ seq: 1 });
    expect(started.chat.outbox.getSnapshot()[0]).toMatchObject({ content: 'bad', state: 'failed', error: 'validation_failed' });
  });

  it('can be sent again under its own client_id', async () => {
    const started = await start();
    refuse(started.server, 'not_a_member');
    await started.chat.send(room, 'bad').catch(() => undefined);
    commits(started.server);
    const [item] = started.chat.outbox.getSnapshot();
    started.chat.retry(item?.clientId ?? '');
    await settled();
    expect(states(started)).toEqual([]);
    expect(new Set(started.server.commands('message.send').map(({ data }) => data.client_id)).size).toBe(1);
  });

  it('can be discarded', async () => {
    const persistence = memoryPersistence();
    const started = await start(undefined, { persistence });
    refuse(started.server, 'room_closed');
    await started.chat.send(room, 'bad').catch(() => undefined);
    started.chat.discard(started.chat.outbox.getSnapshot()[0]?.clientId ?? '');
    await settled();
    expect(states(started)).toEqual([]);
    expect(await persistence.load('outbox')).toEqual([]);
  });

  it('waits as long as the server asks when it was one too many, and keeps its place', async () => {
    const started = await start();
    refuse(started.server, 'too_many_requests', { retry_after_ms: 5_000 });
    void started.chat.send(room, 'bad');
    void started.chat.send(room, 'next');
    await settled();
    const committed = commits(started.server);
    await started.clock.advance(4_900);
    expect(committed.size).toBe(0);
    await started.clock.advance(200);
    expect(contents(started)).toEqual(['bad', 'bad', 'next']);
    expect(states(started)).toEqual([]);
  });
});

describe('what is left unsent', () => {
  it('is sent by the next run, in order', async () => {
    const kept = memoryPersistence();
    // A database gives things back in the order of their keys, which are random.
    const persistence: typeof kept = { ...kept, load: async (area) => [...(await kept.load(area))].reverse() };
    const first = await start((server) => server.behave('refuses'), { persistence });
    // Within one millisecond.
    void first.chat.send(room, 'one');
    void first.chat.send(room, 'two');
    await first.chat.close();
    first.server.behave('answers');
    commits(first.server);
    const clock = manualClock();
    const second = connectTo(first.server, { persistence, clock });
    await settled();
    expect(first.server.commands('message.send').map(({ data }) => data.content)).toEqual(['one', 'two']);
    expect(second.outbox.getSnapshot()).toEqual([]);
    expect(await persistence.load('outbox')).toEqual([]);
  });

  it('of an unknown shape is left alone', async () => {
    const persistence = memoryPersistence();
    await persistence.put('outbox', 'x', { clientId: 7 });
    const started = await start(undefined, { persistence });
    expect(states(started)).toEqual([]);
  });
});
