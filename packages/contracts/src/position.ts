/**
 * Where an event stands in its service's publication order: `<transaction id>-<global position>`, both decimal.
 * The order is (transaction, position), the order in which the relay may safely read below Postgres' horizon.
 */
export type Position = string & { readonly __brand: 'Position' };

/** Before the first event. */
export const beginning = '0-0' as Position;

const shape = /^(\d{1,20})-(\d{1,19})$/;

export function formatPosition(tx: bigint | string, position: bigint | string): Position {
  return `${tx}-${position}` as Position;
}

/** @throws RangeError when `text` is not a position */
export function parsePosition(text: string): { tx: bigint; position: bigint } {
  const match = shape.exec(text);
  if (!match?.[1] || !match[2]) throw new RangeError('not an event position');
  return { tx: BigInt(match[1]), position: BigInt(match[2]) };
}

/** Negative when `a` comes before `b`, 0 when equal, positive when after. */
export function comparePositions(a: Position, b: Position): number {
  if (a === b) return 0;
  const left = parsePosition(a);
  const right = parsePosition(b);
  if (left.tx !== right.tx) return left.tx < right.tx ? -1 : 1;
  return left.position < right.position ? -1 : 1;
}
