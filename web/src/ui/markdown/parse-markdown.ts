import { type Inline, parseInline } from './parse-inline.ts';

/** What a message is made of. Lists are flat, headings and tables are text: people talk, they don't typeset. */
export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string; language: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; first: number | null; items: Inline[][] };

const quoteDepthMax = 4;
const fence = /^ {0,3}(`{3,})([\w+#.-]{0,20})\s*$/;
const quoted = /^ {0,3}> ?(.*)$/;
const bullet = /^\s{0,8}[-*+•]\s+(\S.*)$/;
const numbered = /^\s{0,8}(\d{1,9})[.)]\s+(\S.*)$/;

/** Markdown as people write it in messages. Total: whatever is no markup is text. */
export function parseMarkdown(content: string, depth = 0): Block[] {
  const lines = content.split('\n');
  const blocks: Block[] = [];
  let text: string[] = [];
  const endParagraph = () => {
    const whole = text.join('\n');
    if (whole.trim() !== '') blocks.push({ kind: 'paragraph', children: parseInline(whole) });
    text = [];
  };

  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const taken = line.trim() === '' ? undefined : takeBlock(lines, at, depth);
    if (taken) {
      endParagraph();
      blocks.push(taken.block);
      at = taken.end;
      continue;
    }
    if (line.trim() === '') endParagraph();
    else text.push(line);
    at += 1;
  }
  endParagraph();
  return blocks;
}

type Taken = { block: Block; end: number };

function takeBlock(lines: readonly string[], at: number, depth: number): Taken | undefined {
  return takeCode(lines, at) ?? (depth < quoteDepthMax ? takeQuote(lines, at, depth) : undefined) ?? takeList(lines, at);
}

/** Code that nothing ends reaches to the end, as it does for the server. */
function takeCode(lines: readonly string[], at: number): Taken | undefined {
  const [, marks, language = ''] = fence.exec(lines[at] ?? '') ?? [];
  if (marks === undefined) return undefined;
  const isEnd = (line: string) => fence.exec(line)?.[1] === marks && fence.exec(line)?.[2] === '';
  const offset = lines.slice(at + 1).findIndex(isEnd);
  const end = offset < 0 ? lines.length : at + 1 + offset;
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n'), language }, end: end + 1 };
}

function takeQuote(lines: readonly string[], at: number, depth: number): Taken | undefined {
  const inside = takeWhile(lines, at, (line) => quoted.exec(line)?.[1]);
  if (inside.length === 0) return undefined;
  return { block: { kind: 'quote', children: parseMarkdown(inside.join('\n'), depth + 1) }, end: at + inside.length };
}

function takeList(lines: readonly string[], at: number): Taken | undefined {
  const bullets = takeWhile(lines, at, (line) => bullet.exec(line)?.[1]);
  const items = bullets.length > 0 ? bullets : takeWhile(lines, at, (line) => numbered.exec(line)?.[2]);
  if (items.length === 0) return undefined;
  const first = bullets.length > 0 ? null : Number(numbered.exec(lines[at] ?? '')?.[1] ?? 1);
  return { block: { kind: 'list', first, items: items.map((item) => parseInline(item)) }, end: at + items.length };
}

function takeWhile(lines: readonly string[], at: number, take: (line: string) => string | undefined): string[] {
  const taken: string[] = [];
  for (let index = at; index < lines.length; index += 1) {
    const part = take(lines[index] ?? '');
    if (part === undefined) break;
    taken.push(part);
  }
  return taken;
}
