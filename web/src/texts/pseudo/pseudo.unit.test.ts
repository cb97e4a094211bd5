import { describe, expect, it } from 'vitest';
import { overwrite } from '../catalogue.ts';
import { accentedText } from './accented-text.ts';
import { spokenAs } from './pseudo.ts';
import { rightToLeftText } from './right-to-left-text.ts';

const catalogue = {
  title: 'Rooms',
  nested: { greeting: (name: string, count: number) => `Hello ${name}, ${count} new`, list: ['One', 'Two'] },
};

describe('the accented language', () => {
  it('has no plain letter left and is at least 40 % longer', () => {
    const said = accentedText('The quick brown fox jumps over the lazy dog');
    expect(said).not.toMatch(/[a-z]/i);
    expect(said.length).toBeGreaterThanOrEqual(Math.floor(43 * 1.4));
  });

  it('keeps what is put into a sentence, and the shape of the catalogue', () => {
    const said = spokenAs(catalogue, accentedText);
    expect(said.nested.greeting('Ada', 3)).toContain('Ada');
    expect(said.nested.greeting('Ada', 3).replace('Ada', '')).not.toMatch(/[a-z]/i);
    expect(said.nested.list).toHaveLength(2);
  });
});

describe('the right-to-left language', () => {
  it('turns words round and leaves numbers', () => {
    expect(rightToLeftText('3 rooms')).toBe('3 \u202erooms\u202c');
  });
});

describe('another catalogue', () => {
  it('is heard by who took a branch before it was chosen', () => {
    const spoken = structuredClone({ errors: { required: 'Please fill this in.' } });
    const { errors } = spoken;
    overwrite(spoken, { errors: { required: 'Bitte ausfüllen.' } });
    expect(errors.required).toBe('Bitte ausfüllen.');
  });
});
