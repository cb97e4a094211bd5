import { describe, expect, it } from 'vitest';
import { findTrigger } from './find-trigger.ts';

/** `|` is the caret. */
const at = (marked: string) => findTrigger(marked.replace('|', ''), marked.indexOf('|'));

describe('what is being typed', () => {
  it('is a person after an @ that begins a word', () => {
    expect(at('Ask @gra| about it')).toEqual({ kind: 'person', query: 'gra', start: 4, end: 8 });
    expect(at('@|')).toMatchObject({ kind: 'person', query: '' });
    expect(at('(@Émi|')).toMatchObject({ kind: 'person', query: 'Émi' });
  });
  it('is nobody in an address or a path', () => {
    expect(at('ada@exam|')).toBeNull();
    expect(at('node_modules/@scope|')).toBeNull();
  });
  it('is an emoji after a colon and two letters', () => {
    expect(at('Done :ta|')).toEqual({ kind: 'emoji', query: 'ta', start: 5, end: 8 });
    expect(at('Done :t|')).toBeNull();
    expect(at('at 12:30|')).toBeNull();
    expect(at('a::bc|')).toBeNull();
  });
  it('is a command only at the very beginning', () => {
    expect(at('/sta|')).toEqual({ kind: 'command', query: 'sta', start: 0, end: 4 });
    expect(at('see /sta|')).toBeNull();
    expect(at('/status b|')).toBeNull();
  });
  it('is nothing inside code', () => {
    expect(at('`@gra|')).toBeNull();
    expect(at('`a` @gra|')).toMatchObject({ kind: 'person' });
    expect(at('```\n@gra|')).toBeNull();
    expect(at('```\nx\n``` @gra|')).toMatchObject({ kind: 'person' });
  });
});
