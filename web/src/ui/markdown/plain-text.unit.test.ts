import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text.ts';

describe('what a message says', () => {
  it.each([
    ['**Two findings**, both _small_', 'Two findings, both small'],
    ['```ts\nawait db.schema\n  .execute()\n```', 'await db.schema .execute()'],
    ['> who said that?\n\nMe, `twice`', 'who said that? Me, twice'],
    ['- tea\n- cake', 'tea cake'],
    ['see [the plan](https://example.org/plan), @grace', 'see the plan, @grace'],
    ['2 * 3 * 4 is **not bold', '2 * 3 * 4 is **not bold'],
    [' \n ', ''],
  ])('%j is %j', (content, text) => {
    expect(plainText(content)).toBe(text);
  });
});
