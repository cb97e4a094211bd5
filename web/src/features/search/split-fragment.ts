import type { SearchFragment } from '@parley/contracts';

export type Piece = { at: number; text: string; isMarked: boolean };

/** A fragment as pieces that are marked or not. `at`: where a piece begins, which is unlike any other's. */
export function splitFragment({ text, marks }: SearchFragment): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const add = (from: number, to: number, isMarked: boolean) => {
    if (to > from) pieces.push({ at: from, text: text.slice(from, to), isMarked });
  };
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    const start = Math.max(mark.start, end);
    add(end, start, false);
    add(start, mark.end, true);
    end = Math.max(end, mark.end);
  }
  add(end, text.length, false);
  return pieces;
}
