import { describe, expect, it } from 'vitest';
import { mutateJson } from './mutate.ts';

const frame = { type: 'message.send', id: 1, data: { room_id: 'x', tags: ['a', 'b'], content: 'Hello' } };

function countingChance() {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

describe('mutations', () => {
  it('are wrong in many ways, and the same for the same chance', () => {
    const [first, second] = [countingChance(), countingChance()];
    const texts = Array.from({ length: 500 }, () => mutateJson(frame, first));
    expect(new Set(texts).size).toBeGreaterThan(300);
    expect(Array.from({ length: 500 }, () => mutateJson(frame, second))).toEqual(texts);
  });

  it('leave what they are made from alone', () => {
    const before = JSON.stringify(frame);
    const chance = countingChance();
    for (let time = 0; time < 200; time += 1) mutateJson(frame, chance);
    expect(JSON.stringify(frame)).toBe(before);
  });
});
