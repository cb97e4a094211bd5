import { expect, it } from 'vitest';
import { laterTexts, translateLater } from './later-texts.ts';

it('a part that is loaded after the language was chosen speaks it', () => {
  translateLater('greetings', { hello: (name: string) => `Hallo, ${name}`, bye: { short: 'Tschüss' } });
  const greetings = laterTexts('greetings', { hello: (name: string) => `Hello, ${name}`, bye: { short: 'Bye', long: 'Goodbye' } });
  expect([greetings.hello('Ada'), greetings.bye.short, greetings.bye.long]).toEqual(['Hallo, Ada', 'Tschüss', 'Goodbye']);
});

it('without a translation it is English, until there is one', () => {
  const farewells = laterTexts('farewells', { bye: 'Bye' });
  expect(farewells.bye).toBe('Bye');
  translateLater('farewells', { bye: 'Tschüss' });
  expect(farewells.bye).toBe('Tschüss');
});
