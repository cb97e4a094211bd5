import { afterEach, describe, expect, it, vi } from 'vitest';

/** Runs public/theme.js in a page with this choice and this system. */
async function themeFor({ kept, systemIsDark = false }: { kept: string | null | 'refused'; systemIsDark?: boolean }) {
  const dataset: { theme?: string } = {};
  vi.resetModules();
  vi.stubGlobal('document', { documentElement: { dataset } });
  vi.stubGlobal('matchMedia', () => ({ matches: systemIsDark }));
  vi.stubGlobal('localStorage', {
    getItem() {
      if (kept === 'refused') throw new Error('storage is off');
      return kept;
    },
  });
  // @ts-expect-error: a classic script, run for what it does
  await import('../../public/theme.js');
  return dataset.theme;
}

describe('before the first paint', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    [{ kept: null }, 'light'],
    [{ kept: null, systemIsDark: true }, 'dark'],
    [{ kept: 'light', systemIsDark: true }, 'light'],
    [{ kept: 'dark' }, 'dark'],
    [{ kept: 'refused', systemIsDark: true }, 'dark'],
  ] as const)('%j gives the %s theme', async (page, theme) => {
    expect(await themeFor(page)).toBe(theme);
  });
});
