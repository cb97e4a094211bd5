import type { Msg } from '@nats-io/nats-core';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { onMessage } from './on-message.ts';

describe('a subscription', () => {
  it('lets nothing out that would end the reading of the connection, and takes no error for a message', () => {
    const handled: string[] = [];
    const { callback } = onMessage(pino({ level: 'silent' }), (message) => {
      handled.push(message.subject);
      JSON.parse('{');
    });
    callback?.(null, { subject: 'eph.presence' } as Msg);
    callback?.(new Error('no permission'), {} as Msg);
    expect(handled).toEqual(['eph.presence']);
  });
});
