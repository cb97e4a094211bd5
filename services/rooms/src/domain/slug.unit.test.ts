import { limits, slugSchema } from '@parley/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomId } from '../fixture/room-specification.ts';
import { slugFromName } from './slug.ts';

describe('slugFromName', () => {
  it.each([
    ['Engine room', 'engine-room'],
    ['  C++ & Rust  ', 'c-rust'],
    ['Crème brûlée', 'creme-brulee'],
    ['Straße', 'strasse'],
    ['日本語', 'channel-000000b1'],
    ['x'.repeat(100), 'x'.repeat(limits.slugMax)],
    [`${'x'.repeat(79)} y`, 'x'.repeat(79)],
  ])('%j becomes %j', (name, slug) => {
    expect(slugFromName(name, roomId)).toBe(slug);
  });

  it('makes a valid slug of any name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
        (name) => slugSchema.safeParse(slugFromName(name, roomId)).success,
      ),
    );
  });
});
