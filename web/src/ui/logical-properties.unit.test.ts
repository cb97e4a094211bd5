import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '..');

/** Tailwind's classes and CSS's properties that name a side of the screen instead of a side of the line. */
const physicalClass =
  /(?<=[\s"'`:!])-?(?:[mp][lr]-[\w.[(]|scroll-[mp][lr]-|(?:left|right)-[\d[(]|(?:float|clear|text)-(?:left|right)(?=[\s"'`])|border-[lr](?=[\s"'`-])|rounded-(?:[lr]|[tb][lr])(?=[\s"'`-]))/;
const physicalProperty = /(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right):|text-align:\s*(?:left|right)/;

const linesOf = (pattern: string) =>
  globSync(pattern, { cwd: source }).flatMap((file) =>
    readFileSync(join(source, file), 'utf8')
      .split('\n')
      .map((line, index) => ({ place: `${file}:${index + 1}`, line })),
  );

/** Where text runs from right to left, the start of a line is on the right, and everything with it. */
describe('sides', () => {
  it('are those of the line in every class', () => {
    const physical = linesOf('**/*.tsx').filter(({ line }) => physicalClass.test(line));
    expect(physical.map(({ place }) => place)).toEqual([]);
  });

  it('are those of the line in the style sheet', () => {
    expect(linesOf('**/*.css').filter(({ line }) => physicalProperty.test(line))).toEqual([]);
  });
});
