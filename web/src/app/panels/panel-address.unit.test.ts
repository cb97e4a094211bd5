import { describe, expect, it } from 'vitest';
import { isSamePanel, type Panel, readPanel, withPanel } from './panel-address.ts';

const read = (search: string) => readPanel(new URLSearchParams(search));

describe('the address of a panel', () => {
  it.each<Panel>([{ kind: 'info' }, { kind: 'pins' }, { kind: 'search' }, { kind: 'thread', seq: 42 }])(
    'gives back what it was made of: %o',
    (panel) => {
      expect(read(withPanel(new URLSearchParams(), panel))).toEqual(panel);
    },
  );

  it('is none where nothing, or nonsense, is written', () => {
    expect(read('')).toBeNull();
    expect(read('?panel=thread-0')).toBeNull();
    expect(read('?panel=thread-1e9')).toBeNull();
    expect(read('?panel=elsewhere')).toBeNull();
  });

  it('forgets where somebody jumped to once, and keeps everything else', () => {
    const before = new URLSearchParams('at=7&panel=pins&keep=1');
    expect(withPanel(before, null)).toBe('?keep=1');
    expect(withPanel(before, { kind: 'pins' }, 9)).toBe('?keep=1&at=9&panel=pins');
    expect(withPanel(new URLSearchParams('panel=info'), null)).toBe('');
  });

  it('tells threads apart', () => {
    expect(isSamePanel({ kind: 'thread', seq: 1 }, { kind: 'thread', seq: 1 })).toBe(true);
    expect(isSamePanel({ kind: 'thread', seq: 1 }, { kind: 'thread', seq: 2 })).toBe(false);
    expect(isSamePanel({ kind: 'pins' }, { kind: 'pins' })).toBe(true);
    expect(isSamePanel(null, { kind: 'pins' })).toBe(false);
    expect(isSamePanel(null, null)).toBe(true);
  });
});
