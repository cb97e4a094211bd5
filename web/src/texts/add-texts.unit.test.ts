import { expect, it } from 'vitest';
import { addTexts, speakAs } from './add-texts.ts';
import type { Branch } from './catalogue.ts';
import { accented } from './pseudo/pseudo.ts';
import { texts } from './texts.ts';

const { account } = texts;
const early = { greeting: { hello: 'Hello' } };
const late = { parting: { bye: (name: string) => `Goodbye, ${name}` } };

it('the language that was chosen is heard in what is there and in what comes later, by who took a branch as well', () => {
  addTexts(early);
  expect([early.greeting.hello, textAt('greeting')]).toEqual(['Hello', early.greeting]);
  speakAs(accented);
  addTexts(late);
  expect(account.loginTitle).not.toMatch(/[a-z]/);
  expect(early.greeting.hello).not.toMatch(/[a-z]/);
  expect(late.parting.bye('Ada')).toContain('Ada');
  expect(late.parting.bye('Ada').replace('Ada', '')).not.toMatch(/[a-z]/);
  expect(textAt('parting')).toBe(late.parting);
});

const textAt = (name: string) => new Map<string, unknown>(Object.entries<unknown>({ ...texts } satisfies Branch)).get(name);
