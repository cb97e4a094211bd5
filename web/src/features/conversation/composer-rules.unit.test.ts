import { limits } from '@parley/contracts/limits';
import { describe, expect, it } from 'vitest';
import { type PressedKey, readinessOf, type Written, wishOf } from './composer-rules.ts';

const written = (text: string, mode: Written['mode'] = null): Written => ({ text, mode });
const uploading = { state: 'uploading' } as const;
const done = { state: 'done' } as const;
const failed = { state: 'failed' } as const;

describe('what is written can be sent', () => {
  it.each([
    ['nothing', written(''), []],
    ['only space', written(' \n\t '), []],
    ['one character too many', written('x'.repeat(limits.messageContentMax + 1)), []],
    ['a file that is still on its way', written('See this'), [done, uploading]],
    ['a file that did not arrive', written('See this'), [failed]],
    ['an edit that leaves nothing, whatever files wait for the next message', written('', 'edit'), [done]],
  ] as const)('but for %s', (_name, what, files) => {
    expect(readinessOf(what, files).canSend).toBe(false);
  });

  it.each([
    ['text', written('Hello'), []],
    ['as much as fits in', written('x'.repeat(limits.messageContentMax)), []],
    ['a file without a word', written(''), [done]],
    ['an answer', written('Yes', 'reply'), [done]],
    ['an edit, while files for the next message are on their way', written('Better', 'edit'), [uploading]],
  ] as const)('as %s', (_name, what, files) => {
    expect(readinessOf(what, files).canSend).toBe(true);
  });

  it('says how much more fits in, and by how much it is too long', () => {
    expect(readinessOf(written('abc'), []).left).toBe(limits.messageContentMax - 3);
    expect(readinessOf(written('x'.repeat(limits.messageContentMax + 7)), []).left).toBe(-7);
  });
});

function press(key: string, held: Partial<PressedKey> = {}): PressedKey {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...held };
}

describe('a key in the composer', () => {
  it('sends with Enter, whatever is there: whether it can be is said elsewhere', () => {
    for (const what of [written('Hello'), written(''), written('Better', 'edit')])
      expect(wishOf(press('Enter'), what)).toEqual({ kind: 'send' });
  });

  it('breaks the line with Shift+Enter', () => {
    expect(wishOf(press('Enter', { shiftKey: true }), written('Hello'))).toBeNull();
  });

  it('belongs to the word that is being composed', () => {
    expect(wishOf(press('Enter', { isComposing: true }), written('こんにち'))).toBeNull();
    expect(wishOf(press('Escape', { isComposing: true }), written('こん', 'reply'))).toBeNull();
  });

  it('leaves an answer and an edit with Escape, which otherwise goes on to the page', () => {
    expect(wishOf(press('Escape'), written('Yes', 'reply'))).toEqual({ kind: 'leaveMode' });
    expect(wishOf(press('Escape'), written('Better', 'edit'))).toEqual({ kind: 'leaveMode' });
    expect(wishOf(press('Escape'), written('Hello'))).toBeNull();
  });

  it('takes up the last own message with the arrow key, but moves the caret where there is text, and in an answer', () => {
    expect(wishOf(press('ArrowUp'), written(''))).toEqual({ kind: 'editLast' });
    expect(wishOf(press('ArrowUp'), written('Hello'))).toBeNull();
    expect(wishOf(press('ArrowUp'), written('', 'reply'))).toBeNull();
  });

  it('formats with Ctrl or Cmd alone', () => {
    expect(wishOf(press('b', { ctrlKey: true }), written('Hello'))).toEqual({ kind: 'format', format: 'bold' });
    expect(wishOf(press('i', { metaKey: true }), written('Hello'))).toEqual({ kind: 'format', format: 'italic' });
    for (const held of [{}, { ctrlKey: true, altKey: true }, { ctrlKey: true, shiftKey: true }])
      expect(wishOf(press('b', held), written('Hello'))).toBeNull();
  });
});
