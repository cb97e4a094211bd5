import type { ClientSpan } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { ParleyError } from '../errors.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { createClientTracer } from './client-tracer.ts';

function setUp(ratio: number) {
  const clock = manualClock();
  const told: ClientSpan[] = [];
  const tracer = createClientTracer({
    clock,
    random: () => 0.5,
    tell: async (spans) => told.push(...spans),
    afterPaint: (done) => clock.after(16, done),
  });
  tracer.wish(ratio);
  return { clock, told, tracer };
}

describe('the tracer of a client', () => {
  it('does nothing until the server wishes it', async () => {
    const { tracer, told, clock } = setUp(0);
    await tracer.follow('m1', async () => expect(tracer.traceparentOf('m1')).toBeUndefined());
    tracer.shown(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`);
    await clock.advance(60_000);
    expect(told).toEqual([]);
  });

  it('follows a message from the click to its answer, under the trace that its command carries', async () => {
    const { tracer, told, clock } = setUp(1);
    let carried = '';
    await tracer.follow('m1', async () => {
      carried = tracer.traceparentOf('m1') ?? '';
    });
    await Promise.resolve();
    expect(carried).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(tracer.traceparentOf('m1')).toBeUndefined();
    await clock.advance(10_000);
    expect(told).toEqual([
      expect.objectContaining({ name: 'send message', trace_id: carried.slice(3, 35), span_id: carried.slice(36, 52) }),
    ]);
  });

  it('tells of a refusal by its code', async () => {
    const { tracer, told, clock } = setUp(1);
    await tracer.follow('m1', () => Promise.reject(new ParleyError('room_closed', 'closed'))).catch(() => undefined);
    await Promise.resolve();
    await clock.advance(10_000);
    expect(told[0]?.error).toBe('room_closed');
  });

  it('goes on with the trace of what it shows, up to the screen, and keeps few of them', async () => {
    const { tracer, told, clock } = setUp(1);
    for (let nth = 0; nth < 100; nth += 1) tracer.shown(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`);
    tracer.shown(`00-${'c'.repeat(32)}-${'b'.repeat(16)}-00`);
    await clock.advance(10_000);
    expect(told).toHaveLength(32);
    expect(told[0]).toMatchObject({ name: 'show message', trace_id: 'a'.repeat(32), parent_span_id: 'b'.repeat(16) });
    expect((told[0]?.ended_at_ms ?? 0) - (told[0]?.started_at_ms ?? 0)).toBe(16);
  });
});
