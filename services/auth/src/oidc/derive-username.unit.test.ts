import { usernamePattern } from '@parley/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usernamesFor } from './derive-username.ts';

const first = (hints: Array<string | undefined>, count = 1) => usernamesFor(hints).take(count).toArray();

describe('a username', () => {
  it.each([
    [['ada.lovelace'], 'ada_lovelace'],
    [[undefined, 'grace@navy'], 'grace_navy'],
    [['Žofie Nováková'], 'Zofie_Novakova'],
    [['山田', 'taro'], 'taro'],
    [['x', '山田'], 'member'],
    [[undefined], 'member'],
  ])('from %j is %s', (hints, expected) => expect(first(hints)).toEqual([expected]));

  it('is numbered until it is free', () => expect(first(['ada'], 3)).toEqual(['ada', 'ada_2', 'ada_3']));

  it('is always one that registering would take', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 200 }), { nil: undefined }), { maxLength: 3 }), (hints) => {
        for (const name of first(hints, 5)) expect(name).toMatch(usernamePattern);
      }),
    );
  });
});
