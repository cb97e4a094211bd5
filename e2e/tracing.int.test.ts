import { randomBytes } from 'node:crypto';
import type { RoomSummary } from '@parley/contracts';
import { callApi, eventually, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './src/otlp-receiver.ts';
import { enter } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';
import { joinAsTalker, type Talker } from './src/traffic.ts';

let stack: Stack;
let collector: OtlpReceiver;
let ada: TestUser;
let grace: TestUser;
let room: RoomSummary;
const talkers: Talker[] = [];

beforeAll(async () => {
  collector = await startOtlpReceiver();
  stack = await startStack({
    gateways: 2,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      PARLEY_TRACE_RATIO: '0',
      PARLEY_BROWSER_TRACE_RATIO: '1',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
    serviceEnv: { gateway: { PARLEY_CLIENT_TRACES_PER_SECOND: '20' } },
  });
  [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
  room = await createSettledGroup(stack, ada, [grace], 'Engine room');
});
afterAll(async () => {
  await Promise.all(talkers.map((talker) => talker.close()));
  await stack?.stop();
  await collector?.close();
});

const gateway = (index: number) => stack.gatewayUrls[index] ?? '';

async function enterAs(user: TestUser, url: string): Promise<Talker> {
  const talker = await joinAsTalker(url, user);
  talkers.push(talker);
  return talker;
}

const arrives = (talker: Talker, content: string) =>
  eventually('the message is there', () =>
    talker.applied.some((event) => event.type === 'message.posted' && event.data.content === content) ? true : undefined,
  );

/** The spans from the root down to the one with this name in this service, as `service: name`. */
function wayTo(spans: readonly ReceivedSpan[], last: ReceivedSpan): string[] {
  const way = [last];
  for (let at = last.parentSpanId; at !== undefined; at = way[0]?.parentSpanId) {
    const parent = spans.find((span) => span.spanId === at);
    if (!parent) break;
    way.unshift(parent);
  }
  return way.map((span) => `${span.service}: ${span.name}`);
}

/** Of messages whose traces are new: undefined until all of them are published, and unless some were stored together. */
function linkedAppends(seen: ReadonlySet<string>, messages: number): ReceivedSpan[] | undefined {
  const fresh = collector.spans.filter((span) => !seen.has(span.traceId));
  const appends = fresh.filter((span) => span.name === 'append batch');
  const together = appends.filter((span) => span.links.length > 0 && span.attributes['parley.batch_size'] !== 1);
  const published = fresh.filter((span) => span.name === 'publish');
  return published.length === messages && appends.length === messages && together.length > 1 ? appends : undefined;
}

const oneOf = (spans: readonly ReceivedSpan[], service: string, name: string) =>
  spans.find((span) => span.service === service && span.name === name);

describe('the trace of a message', () => {
  it('goes from the click of the sender to the screen of the receiver, with a link where it fans out', async () => {
    const [from, to] = await Promise.all([enterAs(ada, gateway(0)), enterAs(grace, gateway(1))]);
    await from.chat.send(room.id, 'Traced');
    await arrives(to, 'Traced');
    const spans = await eventually(
      'both screens have told',
      () => {
        const click = oneOf(collector.spans, 'client', 'send message');
        const trace = click ? collector.ofTrace(click.traceId) : [];
        return trace.filter((span) => span.name === 'show message').length === 2 ? trace : undefined;
      },
      20_000,
    );
    const screens = spans.filter((span) => span.name === 'show message').map((span) => wayTo(spans, span));
    const way = [
      'client: send message',
      'gateway: message.send',
      'messages: store message',
      'messages: publish',
      'gateway: fan out',
      'client: show message',
    ];
    expect(screens).toEqual([way, way]);

    const query = spans.find((span) => span.service === 'messages' && span.name.startsWith('pg.query'));
    expect(query && wayTo(spans, query)).toEqual([...way.slice(0, 3), 'messages: append batch', `messages: ${query?.name}`]);
    const served = oneOf(spans, 'messages', 'serve messages.send');
    expect(served && wayTo(spans, served)).toEqual([...way.slice(0, 2), 'gateway: ask messages.send', 'messages: serve messages.send']);

    const published = oneOf(spans, 'messages', 'publish');
    const fanOuts = spans.filter((span) => span.name === 'fan out');
    expect(fanOuts.map((span) => span.attributes['parley.sockets'])).toEqual([1, 1]);
    for (const span of fanOuts) expect(span.links).toEqual([expect.objectContaining({ spanId: published?.spanId })]);
  });

  it('of messages that travel together: each is whole, and they are linked', async () => {
    const [from] = talkers;
    if (!from) throw new Error('nobody is there');
    const others = await Promise.all([createSettledGroup(stack, ada, [grace], 'One'), createSettledGroup(stack, ada, [grace], 'Two')]);
    const rooms = [room, ...others].map(({ id }) => id);
    await eventually('the rooms are known', () => (rooms.every((id) => from.chat.room(id).getSnapshot()) ? true : undefined));
    const appends = await eventually(
      'some were stored together',
      async () => {
        const seen = new Set(collector.spans.map((span) => span.traceId));
        await Promise.all(rooms.map((id) => from.chat.send(id, 'At once')));
        return eventually('each is stored and published', () => linkedAppends(seen, rooms.length), 2_000);
      },
      20_000,
    );
    expect(new Set(appends.map((span) => span.traceId)).size).toBe(rooms.length);
  });

  it('goes on across a relay that could not publish and tries again', async () => {
    const [, to] = talkers;
    if (!to) throw new Error('nobody is there');
    const traceId = randomBytes(16).toString('hex');
    await stack.nats.kill();
    const sent = await callApi<{ id: string }>(gateway(0), `/rooms/${room.id}/messages`, {
      token: ada.accessToken,
      headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
      body: { client_id: crypto.randomUUID(), content: 'While the broker is away' },
    });
    expect(sent.status).toBe(201);
    await eventually(
      'the relay has failed',
      () => collector.ofTrace(traceId).find((span) => span.name === 'publish' && span.failed),
      30_000,
    );
    await stack.nats.restart();
    await arrives(to, 'While the broker is away');
    // No further than the broker: a gateway that comes back after the relay reads what it missed from the log, in no trace.
    const published = await eventually(
      'it was published',
      () => collector.ofTrace(traceId).find((span) => span.name === 'publish' && !span.failed),
      20_000,
    );
    const spans = collector.ofTrace(traceId);
    expect(wayTo(spans, published)).toEqual([
      'gateway: POST /api/v1/rooms/:id/messages',
      'messages: POST /api/v1/rooms/:id/messages',
      'messages: store message',
      'messages: publish',
    ]);
    expect(spans.filter((span) => span.name === 'publish' && !span.failed)).toHaveLength(1);
  });
});

describe('traces that clients begin', () => {
  it('are limited, whatever their flags say: an outsider cannot make everything be traced', async () => {
    const ids = Array.from({ length: 60 }, () => randomBytes(16).toString('hex'));
    const socket = await enter(gateway(0), ada);
    for (const id of ids) {
      socket.send({ type: 'room.read', data: { room_id: room.id, seq: 1 }, traceparent: `00-${id}-00f067aa0ba902b7-01` });
    }
    socket.close();
    await eventually('some were traced', () => ids.some((id) => collector.ofTrace(id).length > 0) || undefined, 20_000);
    expect(ids.filter((id) => collector.ofTrace(id).length > 0).length).toBeLessThan(50);
  });

  it('are told by people who are signed in, and only what the contract names', async () => {
    const span = {
      trace_id: 'a'.repeat(32),
      span_id: 'b'.repeat(16),
      name: 'send message',
      started_at_ms: Date.now(),
      ended_at_ms: Date.now(),
    };
    const tell = (body: unknown, token?: string) => callApi(stack.url, '/telemetry/traces', { body, ...(token ? { token } : {}) });
    expect((await tell({ spans: [span] })).status).toBe(401);
    expect((await tell({ spans: [{ ...span, name: 'something private' }] }, ada.accessToken)).status).toBe(400);
    expect((await tell({ spans: [{ ...span, extra: 'not passed on' }] }, ada.accessToken)).status).toBe(204);
    await eventually('it came', () => collector.ofTrace(span.trace_id)[0], 20_000);
    expect(collector.text()).not.toContain('not passed on');
  });
});
