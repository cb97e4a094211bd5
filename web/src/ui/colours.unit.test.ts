import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');

/** The custom properties of a theme: those of `:root`, and over them those of the dark one. */
function themeOf(name: 'light' | 'dark'): Map<string, string> {
  const blocks = [...css.matchAll(/(:root|\[data-theme="dark"\]) \{([^}]*)\}/g)].filter(
    ([, selector]) => name === 'dark' || selector === ':root',
  );
  return new Map(
    blocks.flatMap(([, , body = '']) => [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, key = '', value = '']) => [key, value])),
  );
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['canvas', 'surface', 'raised', 'sunken', 'hover'];
const text = [
  ...['ink', 'ink-soft', 'ink-faint', 'accent', 'danger'].flatMap((ink) => surfaces.map((surface) => [ink, surface] as const)),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-accent-soft', 'accent-soft'],
  ['danger', 'danger-soft'],
  ['danger', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['ink-soft', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['surface', 'danger'],
  ['warn', 'warn-soft'],
  ...['keyword', 'string', 'number', 'title', 'comment'].map((part) => [`code-${part}`, 'surface'] as const),
  ...Array.from({ length: 8 }, (_, number) => [`on-avatar-${number}`, `avatar-${number}`] as const),
] as const;

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const theme = themeOf(name);
  const colour = (key: string) => theme.get(key) ?? '#ff00ff';

  it('is its own', () => {
    expect(colour('canvas')).toBe(name === 'dark' ? '#0f1514' : '#f3f6f5');
  });

  it.each(text)('%s on %s reaches 4.5 : 1', (ink, surface) => {
    expect(contrast(colour(ink), colour(surface))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['online', 'away', 'busy'])('the %s dot stands out 3 : 1', (dot) => {
    expect(contrast(colour(dot), colour('surface'))).toBeGreaterThanOrEqual(3);
  });
});
