import { describe, expect, it } from 'vitest';
import { type Decider, given } from './given.ts';

type Opened = { type: 'Opened' };
const door: Decider<boolean, 'open', Opened, 'AlreadyOpen'> = {
  initial: false,
  decide: (_command, open) => (open ? { refusal: 'AlreadyOpen' } : { events: [{ type: 'Opened' }] }),
  evolve: () => true,
};

describe('given, when, then', () => {
  it('passes when the decider does what is said', () => {
    given(door).when('open').then({ type: 'Opened' });
    given(door, { type: 'Opened' }).when('open').thenRefused('AlreadyOpen');
  });

  it('fails when events differ, are missing, or a refusal came instead', () => {
    expect(() => given(door).when('open').then()).toThrow('but expected');
    expect(() => given(door).when('open').thenRefused('AlreadyOpen')).toThrow('should refuse');
    expect(() => given(door, { type: 'Opened' }).when('open').then({ type: 'Opened' })).toThrow('Refused with');
  });
});
