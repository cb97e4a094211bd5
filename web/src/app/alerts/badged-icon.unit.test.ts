import { expect, it } from 'vitest';
import { badgedIcon, iconAddress } from './badged-icon.ts';

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>';

it('carries the number of what waits, up to nine', () => {
  expect(badgedIcon(svg, 0)).toBe(svg);
  expect(badgedIcon(svg, 3)).toMatch(/>3<\/text><\/svg>$/);
  expect(badgedIcon(svg, 10)).toMatch(/>9\+<\/text><\/svg>$/);
  expect(iconAddress(svg)).toMatch(/^data:image\/svg\+xml,%3Csvg/);
});
