import { describe, expect, it } from 'vitest';
import { keysOf, matchShortcut, type Pressed, shortcutIds, shortcuts } from './shortcut-table.ts';

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const on = (pressed: Pressed, { isMac = false, isTyping = false } = {}) => matchShortcut(pressed, { isMac, isTyping });

describe('the shortcuts', () => {
  it('are each in the table once, and no two have the same keys', () => {
    expect(shortcuts.map(({ id }) => id).sort()).toEqual([...shortcutIds].sort());
    const keys = shortcuts.flatMap(({ chords }) => chords.map((chord) => keysOf(chord, false).join('+')));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are told by Ctrl, and by ⌘ on a Mac', () => {
    expect(on(press('k', { ctrlKey: true }))).toBe('switch');
    expect(on(press('k', { metaKey: true }))).toBeUndefined();
    expect(on(press('k', { metaKey: true }), { isMac: true })).toBe('switch');
    expect(on(press('K', { ctrlKey: true }))).toBe('switch');
    expect(on(press('k', { ctrlKey: true, altKey: true }))).toBeUndefined();
  });

  it('tell one from the same with Shift', () => {
    expect(on(press('ArrowDown', { altKey: true }))).toBe('next-room');
    expect(on(press('ArrowDown', { altKey: true, shiftKey: true }))).toBe('next-unread');
    expect(on(press('Escape'))).toBeUndefined();
    expect(on(press('Escape', { shiftKey: true }))).toBe('mark-all-read');
  });

  it('know a key by its place where Alt makes another character of it', () => {
    expect(on(press('‰', { code: 'KeyR', altKey: true, shiftKey: true }), { isMac: true })).toBe('mark-read');
  });

  it('leave single keys to who is typing', () => {
    expect(on(press('?', { shiftKey: true }))).toBe('help');
    expect(on(press('?', { shiftKey: true }), { isTyping: true })).toBeUndefined();
    expect(on(press('k', { ctrlKey: true }), { isTyping: true })).toBe('switch');
  });

  it('are written as on the keyboard', () => {
    expect(keysOf({ key: 'ArrowDown', alt: true, shift: true }, false)).toEqual(['Alt', 'Shift', '↓']);
    expect(keysOf({ code: 'KeyF', mod: true, shift: true }, true)).toEqual(['⌘', '⇧', 'F']);
  });
});
