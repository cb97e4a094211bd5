import { setTimeout as sleep } from 'node:timers/promises';
import { defineRpc, eventsAfterRpc, formatPosition } from '@parley/contracts';
import { eventually, testNats } from '@parley/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Nats } from '../connect-nats.ts';
import { connectTestNats, createEndings } from '../test-system.ts';
import { requestRawRpc, serveRawRpc } from './raw-rpc.ts';
import { requestRpc } from './request-rpc.ts';
import { RpcRefusal } from './rpc-error.ts';
import { serveEventsAfter } from './serve-events-after.ts';
import { serveRpc } from './serve-rpc.ts';

const greet = defineRpc({
  service: 'greeter',
  name: 'greet',
  request: z.object({ name: z.string().min(1) }),
  reply: z.object({ text: z.string() }),
});

describe('request and reply', () => {
  const endings = createEndings();
  let server: Awaited<ReturnType<typeof testNats>>;
  let nats: Nats;
  let caller: Nats;
  beforeEach(async () => {
    server = await testNats();
    endings.add(() => server.stop());
    nats = await connectTestNats(endings, server.url);
    caller = await connectTestNats(endings, server.url);
  });
  afterEach(() => endings.run());

  it('answers, with the trace of the caller', async () => {
    await serveRpc(nats, greet, async ({ name }, { traceparent }) => ({ text: `${name} ${traceparent}` }));
    expect(await requestRpc(caller, greet, { name: 'Ada' }, { traceparent: '00-a-b-01' })).toEqual({ text: 'Ada 00-a-b-01' });
    expect(await requestRpc(caller, greet, { name: 'Ada' })).toEqual({ text: 'Ada undefined' });
  });

  it('refuses with a code, hides what went wrong inside, and does not repeat what was sent', async () => {
    await serveRpc(nats, greet, async ({ name }) => {
      if (name === 'Eve') throw new RpcRefusal('forbidden', 'not you');
      throw new Error('secret detail');
    });
    await expect(requestRpc(caller, greet, { name: 'Eve' })).rejects.toMatchObject({
      name: 'RpcError',
      code: 'forbidden',
      message: 'not you',
    });
    await expect(requestRpc(caller, greet, { name: 'Bob' })).rejects.toMatchObject({ code: 'internal', message: 'the request failed' });
    await expect(requestRpc(caller, greet, { name: '' })).rejects.toMatchObject({ code: 'validation_failed', message: 'name: too_small' });
    const raw = await requestRawRpc(caller, greet, 'not json');
    expect(JSON.parse(raw)).toMatchObject({ ok: false, error: { code: 'validation_failed' } });
  });

  it('does not believe a reply that is not what was agreed', async () => {
    await serveRawRpc(nats, greet, async () => JSON.stringify({ ok: true, data: { text: 7 } }));
    await expect(requestRpc(caller, greet, { name: 'Ada' })).rejects.toMatchObject({ code: 'internal' });
  });

  it('is unavailable at once when nobody serves, and after the time limit when nobody answers', async () => {
    const start = performance.now();
    await expect(requestRpc(caller, greet, { name: 'Ada' })).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - start).toBeLessThan(1_000);
    await serveRpc(nats, greet, () => new Promise(() => undefined));
    await expect(requestRpc(caller, greet, { name: 'Ada' }, { timeoutMs: 50 })).rejects.toThrow('no answer in time');
  });

  it('is unavailable as soon as the connection was lost on the way', async () => {
    await serveRpc(nats, greet, () => new Promise(() => undefined));
    const asking = requestRpc(caller, greet, { name: 'Ada' }, { timeoutMs: 30_000 });
    await server.restart();
    await expect(asking).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('waits a little for a connection that is just coming back', async () => {
    // On one connection, so that caller and server are back together.
    await serveRpc(caller, greet, async ({ name }) => ({ text: name }));
    await server.kill();
    await eventually('the loss is noticed', () => !caller.connected() || undefined);
    const asking = requestRpc(caller, greet, { name: 'Ada' }, { timeoutMs: 10_000 });
    await server.restart();
    expect(await asking).toEqual({ text: 'Ada' });
  });

  it('handles a bounded number at once, lets a bounded number wait, and refuses the rest', async () => {
    let running = 0;
    let most = 0;
    const slow = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(30);
      running -= 1;
      return { text: 'done' };
    };
    await serveRpc(nats, greet, slow, { concurrency: 2, maxQueued: 3 });
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => requestRpc(caller, greet, { name: 'Ada' })));
    expect(most).toBe(2);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'unavailable' });
  });

  it('shares requests among replicas, and answers what it has taken before it stops', async () => {
    const counts = [0, 0];
    const replicas = await Promise.all(
      [nats, await connectTestNats(endings, server.url)].map((connection, index) =>
        serveRpc(connection, greet, async ({ name }) => {
          counts[index] = (counts[index] ?? 0) + 1;
          await sleep(20);
          return { text: name };
        }),
      ),
    );
    const asked = Array.from({ length: 40 }, (_, index) => requestRpc(caller, greet, { name: String(index) }));
    await sleep(5);
    await replicas[0]?.stop();
    expect((await Promise.all(asked)).map(({ text }) => text)).toEqual(Array.from({ length: 40 }, (_, index) => String(index)));
    expect(Math.min(...counts)).toBeGreaterThan(0);
    const before = counts[0];
    await requestRpc(caller, greet, { name: 'later' });
    expect(counts[0]).toBe(before);
  });

  it('cuts a page of events to what a message can carry', async () => {
    const payload = JSON.stringify('x'.repeat(100_000));
    const event = (n: number) => ({
      service: 'rooms' as const,
      streamId: crypto.randomUUID(),
      version: 1,
      type: 't',
      eventId: crypto.randomUUID(),
      schemaVersion: 1,
      position: formatPosition(BigInt(n), BigInt(n)),
      previous: formatPosition(BigInt(n - 1), BigInt(n - 1)),
      epoch: 'e',
      payload,
    });
    const events = Array.from({ length: 20 }, (_, index) => event(index + 1));
    const read = async () => ({ epoch: 'e', has_more: false, up_to: formatPosition(99n, 99n), events });
    await serveEventsAfter(nats, 'rooms', read);
    const page = await requestRpc(caller, eventsAfterRpc('rooms'), { after: '0-0', limit: 20 });
    expect(page.events.length).toBeGreaterThan(0);
    expect(page.events.length).toBeLessThan(20);
    expect(page).toMatchObject({ has_more: true, up_to: page.events.at(-1)?.position });
    await expect(requestRpc(caller, eventsAfterRpc('rooms'), { after: 'x', limit: 1 })).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });
});
