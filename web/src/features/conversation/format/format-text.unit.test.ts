import { describe, expect, it } from 'vitest';
import { type Format, formatText } from './format-text.ts';

/** `<` and `>` are the ends of what is selected, before and after. */
function press(marked: string, format: Format): string {
  const from = marked.indexOf('<');
  const to = marked.indexOf('>') - 1;
  const text = marked.replace('<', '').replace('>', '');
  const { from: start, to: end, text: insert, select = [insert.length, insert.length] } = formatText(text, from, to, format);
  const whole = text.slice(0, start) + insert + text.slice(end);
  const [first, last] = [start + select[0], start + select[1]];
  return `${whole.slice(0, first)}<${whole.slice(first, last)}>${whole.slice(last)}`;
}

describe('formatting what is selected', () => {
  it('puts marks round it, and takes them away again', () => {
    expect(press('a <word> here', 'bold')).toBe('a **<word>** here');
    expect(press('a **<word>** here', 'bold')).toBe('a <word> here');
    expect(press('<>', 'code')).toBe('`<>`');
  });
  it('marks whole lines', () => {
    expect(press('one\ntw<o\nthr>ee', 'list')).toBe('one\n- two\n- thr<>ee');
    expect(press('- <one>', 'list')).toBe('one<>');
  });
  it('opens a block of code on a line of its own', () => {
    expect(press('see <x = 1>', 'block')).toBe('see \n```\n<x = 1>\n```');
  });
  it('asks for the address of a link next', () => {
    expect(press('<here>', 'link')).toBe('[here](<https://>)');
    expect(press('<>', 'link')).toBe('[<>](https://)');
  });
});
