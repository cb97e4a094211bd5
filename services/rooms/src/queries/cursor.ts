import { ProblemError } from '@parley/service-kit';
import { z } from 'zod';

/** A time in a cursor, in milliseconds: up to the year 9999, which every reader of times understands. */
export const cursorTimeSchema = z.int().min(0).max(253_402_300_799_999);

/** The place in a list after which the next page begins: the sort key of the page's last item, opaque to clients. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws ProblemError `validation_failed` for text that this list has not given out */
export function decodeCursor<Key>(cursor: string | undefined, schema: z.ZodType<Key>): Key | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new ProblemError('validation_failed', undefined, { errors: [{ path: 'query.cursor', message: 'is not a cursor of this list' }] });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `rows` holds up to one more than `limit`: the one that tells whether another page follows. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  page: { limit: number; keyOf: (row: Row) => readonly (string | number)[]; toItem: (row: Row) => Item },
): { items: Item[]; next_cursor: string | null; has_more: boolean } {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const hasMore = rows.length > page.limit && last !== undefined;
  return { items: shown.map(page.toItem), next_cursor: hasMore ? encodeCursor(page.keyOf(last)) : null, has_more: hasMore };
}
