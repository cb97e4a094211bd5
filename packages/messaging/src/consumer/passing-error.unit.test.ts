import { expect, it } from 'vitest';
import { RpcError } from '../rpc/rpc-error.ts';
import { isPassing } from './passing-error.ts';

const coded = (code: string) => Object.assign(new Error('from the driver'), { code });

it.each(['08006', '40001', '40P01', '53300', '55P03', '57P01', '57014', '58030', '25P03', 'ECONNREFUSED', 'late_stream_lock'])(
  'takes %s for a matter of the moment',
  (code) => {
    expect(isPassing(coded(code))).toBe(true);
  },
);

it.each(['23505', '22P02', '42P01', '25P02', 'ERR_SOMETHING', ''])('takes %s for a matter of the event', (code) => {
  expect(isPassing(coded(code))).toBe(false);
});

it('waits for an owner that cannot be reached, not for one that refuses', () => {
  expect(isPassing(new RpcError('unavailable', 'nobody serves it'))).toBe(true);
  expect(isPassing(new RpcError('not_found', 'no such room'))).toBe(false);
});

it('knows the errors that the driver gives no code', () => {
  expect(isPassing(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isPassing(new TypeError('x is not a function'))).toBe(false);
  expect(isPassing('a string')).toBe(false);
});
