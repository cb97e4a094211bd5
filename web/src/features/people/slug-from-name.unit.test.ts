import { describe, expect, it } from 'vitest';
import { isSlug, slugFromName } from './slug-from-name.ts';

describe("a channel's address", () => {
  it.each([
    ['Tea & Cake', 'tea-cake'],
    ['  Ärger im Büro  ', 'arger-im-buro'],
    ['release-2026.11', 'release-2026-11'],
    ['茶', ''],
    ['--', ''],
  ])('of %j is %j', (name, slug) => {
    expect(slugFromName(name)).toBe(slug);
  });

  it('never ends in a hyphen where it is cut', () => {
    const slug = slugFromName(`${'a'.repeat(79)} b`);
    expect(slug).toBe('a'.repeat(79));
    expect(isSlug(slug)).toBe(true);
  });

  it.each(['Tea', 'tea cake', '-tea', 'tea--cake', '', 'a'.repeat(81)])('is refused as %j', (text) => {
    expect(isSlug(text)).toBe(false);
  });
});
