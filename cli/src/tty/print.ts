import type { CommandInput } from '../command.ts';

export type Cell = string | number | boolean | null | undefined | Date;

/** The answer, to standard output: as JSON with `--json`, else in words. */
export function print({ json }: Pick<CommandInput, 'json'>, answer: unknown, words: string): void {
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `${words}\n`);
}

/** What goes on meanwhile: standard error, so that standard output stays the answer. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Columns as wide as their widest cell; numbers to the right. */
export function table(rows: ReadonlyArray<Readonly<Record<string, Cell>>>): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => names.map((name) => show(row[name])));
  const widths = names.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const numeric = names.map((name) => rows.every((row) => typeof row[name] === 'number'));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (numeric[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(names), ...cells.map(line)].join('\n');
}

function show(cell: Cell): string {
  if (cell === undefined || cell === null) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
}
