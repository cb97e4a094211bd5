/**
 * Message text with its code (`spans` and fenced blocks) blanked out: places stay where they are. A run of backticks opens
 * code that ends at the next run of the same length; three or more that nothing ends reach to the end, fewer are backticks.
 */
export function withoutCode(text: string): string {
  if (!text.includes('`')) return text;
  const runs = [...text.matchAll(/`+/g)].map((match) => ({ at: match.index, length: match[0].length }));
  // Of each length, where the next run of it stands: what keeps this linear.
  const nextOfLength = new Map<number, number>();
  const closing: Array<number | undefined> = [];
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const length = runs[index]?.length ?? 0;
    closing[index] = nextOfLength.get(length);
    nextOfLength.set(length, index);
  }
  let plain = '';
  let from = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const run = runs[index];
    if (!run) break;
    const close = closing[index];
    const last = close === undefined ? undefined : runs[close];
    if (!last && run.length < 3) continue;
    const end = last ? last.at + last.length : text.length;
    plain += text.slice(from, run.at) + ' '.repeat(end - run.at);
    from = end;
    if (close === undefined) break;
    index = close;
  }
  return plain + text.slice(from);
}
