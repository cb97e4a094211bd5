import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from './timeline-rows.ts';

/**
 * One tab stop for a list of any length: the list takes the focus and hands it to a message; arrow keys, Home and End move it on, Esc
 * brings it back from what is inside a message. A row that has to be drawn first gets the focus once it is there.
 */
export function useRovingRow(rows: readonly Row[], list: RefObject<HTMLElement | null>) {
  const [key, setKey] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const found = key === null ? -1 : rows.findIndex((row) => row.key === key);

  // After every drawing: the wanted row may have come with this one.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = rowElement(list.current, wanted.current);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const goTo = (index: number, scrollTo?: (index: number) => void) => {
    const row = rows[index];
    if (!row) return;
    wanted.current = row.key;
    setKey(row.key);
    scrollTo?.(index);
    const element = rowElement(list.current, row.key);
    if (!element) return;
    wanted.current = null;
    element.focus({ preventScroll: true });
  };

  return {
    /** Of the row with the focus; null while it is elsewhere. */
    index: found < 0 ? null : found,
    onFocus(event: FocusEvent<HTMLElement>, start: number) {
      if (event.target === event.currentTarget) {
        // A click on the empty middle means nothing; the Tab key means a message.
        if (event.currentTarget.matches(':focus-visible')) goTo(nearestMessage(rows, start));
        return;
      }
      const row = event.target.closest<HTMLElement>('[data-row]')?.dataset.row;
      if (row !== undefined) setKey(row);
    },
    onBlur(event: FocusEvent<HTMLElement>) {
      if (wanted.current === null && !event.currentTarget.contains(event.relatedTarget)) setKey(null);
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>, scrollTo: (index: number) => void) {
      if (found < 0 || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const isRow = event.target instanceof HTMLElement && event.target.dataset.row === key;
      if (event.key === 'Escape' && !isRow) {
        event.preventDefault();
        return goTo(found);
      }
      if (!isRow) return;
      const next = nextMessage(rows, found, event.key);
      if (next === undefined) return;
      event.preventDefault();
      goTo(next, scrollTo);
    },
  };
}

function rowElement(list: HTMLElement | null, key: string): HTMLElement | null | undefined {
  return list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
}

function nearestMessage(rows: readonly Row[], start: number): number {
  const before = rows.findLastIndex((row, index) => index <= start && row.kind === 'message');
  return before >= 0 ? before : rows.findIndex((row) => row.kind === 'message');
}

/** Where a key leads from the message at `index`; undefined for keys that lead nowhere, -1 where there is none. */
export function nextMessage(rows: readonly Row[], index: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return rows.findLastIndex((row, at) => at < index && row.kind === 'message');
    case 'ArrowDown':
      return rows.findIndex((row, at) => at > index && row.kind === 'message');
    case 'Home':
      return rows.findIndex((row) => row.kind === 'message');
    case 'End':
      return rows.findLastIndex((row) => row.kind === 'message');
    default:
      return undefined;
  }
}
