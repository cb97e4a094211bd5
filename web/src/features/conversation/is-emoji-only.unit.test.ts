import { expect, it } from 'vitest';
import { isEmojiOnly } from './is-emoji-only.ts';

it.each([
  ['👍', true],
  ['👍 🎉 ❤️', true],
  ['👨‍👩‍👧', true],
  ['👍👍👍👍', false],
  ['ok 👍', false],
  ['12', false],
  ['', false],
])('up to three emoji and nothing else are shown large: %j', (content, expected) => expect(isEmojiOnly(content)).toBe(expected));
