import { describe, expect, it } from 'vitest';
import { readSamples } from './read-samples.ts';

describe('readSamples', () => {
  it('reads values, adds up labels and skips comments', () => {
    const samples = readSamples('# HELP a_total things\na_total{service="x"} 2\na_total{service="y"} 3\n\nb_seconds 0.25\nc NaN\n');
    expect(samples.get('a_total')).toBe(5);
    expect(samples.get('b_seconds')).toBe(0.25);
    expect(samples.get('c')).toBeNaN();
    expect(samples.size).toBe(3);
  });
});
