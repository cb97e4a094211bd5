/** A stretch of a line. Text is text: nothing in here is ever handed to a parser of HTML. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'strike'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'mention'; username: string; text: string };

type Style = 'strong' | 'em' | 'strike';
type Context = { depth: number; isInLink: boolean };

/** Deeper than people nest, and shallow enough that hostile text costs nothing. */
const depthMax = 6;
const styles: ReadonlyArray<readonly [string, Style]> = [
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'strike'],
  ['*', 'em'],
  ['_', 'em'],
];
const address = /https?:\/\/[^\s<>"'`\\^{|}]+/iy;
const mention = /@([A-Za-z0-9_]{3,50})(?![\p{L}\p{N}_])/uy;
const named = /\[([^\]\n]{1,200})\]\((https?:\/\/[^\s<>"'`\\^{|}()]+)\)/iy;
const escapable = /[\\`*_~[\]()>#+\-.!@]/;
const special = /[\\`*_~@[h]/gi;
const wordCharacter = /[\p{L}\p{N}_]/u;
const beforeMention = /[\p{L}\p{N}_@./-]/u;

export function parseInline(text: string, context: Context = { depth: 0, isInLink: false }): Inline[] {
  const parts: Inline[] = [];
  /** Delimiters that nothing closes any more: looked for once. */
  const unclosed = new Set<string>();
  let plain = '';
  const put = (part: Inline) => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push(part);
  };

  let at = 0;
  while (at < text.length) {
    special.lastIndex = at;
    const next = special.exec(text)?.index ?? text.length;
    plain += text.slice(at, next);
    at = next;
    if (at >= text.length) break;
    const found = readAt(text, at, context, unclosed);
    if (found?.part) put(found.part);
    else plain += found?.text ?? text.charAt(at);
    at = found?.end ?? at + 1;
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return parts;
}

type Found = { part?: Inline; text?: string; end: number };

function readAt(text: string, at: number, context: Context, unclosed: Set<string>): Found | undefined {
  const character = text.charAt(at);
  if (character === '\\') {
    const escaped = text.charAt(at + 1);
    return escapable.test(escaped) ? { text: escaped, end: at + 2 } : undefined;
  }
  if (character === '`') return readCode(text, at, unclosed);
  if (character === '[') return context.isInLink ? undefined : readNamedLink(text, at, context);
  if (character === 'h' || character === 'H') return context.isInLink ? undefined : readAddress(text, at);
  if (character === '@') return readMention(text, at);
  return context.depth < depthMax ? readStyle(text, at, context, unclosed) : undefined;
}

function readCode(text: string, at: number, unclosed: Set<string>): Found | undefined {
  let length = 1;
  while (text.charAt(at + length) === '`') length += 1;
  const fence = '`'.repeat(length);
  const notCode = { text: fence, end: at + length };
  if (unclosed.has(fence)) return notCode;
  for (let close = text.indexOf(fence, at + length); close >= 0; close = text.indexOf(fence, close)) {
    let end = close + length;
    while (text.charAt(end) === '`') end += 1;
    if (end - close === length) return { part: { kind: 'code', text: trimCode(text.slice(at + length, close)) }, end };
    close = end;
  }
  unclosed.add(fence);
  return notCode;
}

/** One blank at each end is there to keep backticks apart. */
function trimCode(code: string): string {
  return code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '' ? code.slice(1, -1) : code;
}

function readNamedLink(text: string, at: number, context: Context): Found | undefined {
  named.lastIndex = at;
  const match = named.exec(text);
  const [, label = '', href = ''] = match ?? [];
  if (!match || !URL.canParse(href)) return undefined;
  const children = parseInline(label, { depth: context.depth + 1, isInLink: true });
  return { part: { kind: 'link', href, children }, end: named.lastIndex };
}

function readAddress(text: string, at: number): Found | undefined {
  if (at > 0 && wordCharacter.test(text.charAt(at - 1))) return undefined;
  address.lastIndex = at;
  const match = address.exec(text);
  const href = match && trimAddress(match[0]);
  if (!href || !URL.canParse(href)) return undefined;
  return { part: { kind: 'link', href, children: [{ kind: 'text', text: href }] }, end: at + href.length };
}

/** A sentence's punctuation is not the address's, nor is a bracket that was opened before it. */
function trimAddress(found: string): string {
  const text = found.replace(/[.,;:!?*_~]+$/, '');
  const isUnopened = text.endsWith(')') && text.split(')').length > text.split('(').length;
  return isUnopened ? trimAddress(text.slice(0, -1)) : text;
}

function readMention(text: string, at: number): Found | undefined {
  if (at > 0 && beforeMention.test(text.charAt(at - 1))) return undefined;
  mention.lastIndex = at;
  const match = mention.exec(text);
  const username = match?.[1];
  if (!match || username === undefined) return undefined;
  return { part: { kind: 'mention', username: username.toLowerCase(), text: match[0] }, end: mention.lastIndex };
}

function readStyle(text: string, at: number, context: Context, unclosed: Set<string>): Found | undefined {
  for (const [delimiter, kind] of styles) {
    if (!text.startsWith(delimiter, at) || unclosed.has(delimiter)) continue;
    const start = at + delimiter.length;
    if (!opens(text, at, start, delimiter)) continue;
    const close = findClose(text, start, delimiter);
    if (close === undefined) {
      unclosed.add(delimiter);
      continue;
    }
    const children = parseInline(text.slice(start, close), { ...context, depth: context.depth + 1 });
    return { part: { kind, children }, end: close + delimiter.length };
  }
  // The rest of a run that opens nothing is as plain as its first character.
  return undefined;
}

function opens(text: string, at: number, start: number, delimiter: string): boolean {
  const after = text.charAt(start);
  if (after === '' || /\s/.test(after) || after === delimiter.charAt(0)) return false;
  // snake_case and 2*3*4 are not styled.
  return at === 0 || !wordCharacter.test(text.charAt(at - 1));
}

function findClose(text: string, start: number, delimiter: string): number | undefined {
  for (let close = text.indexOf(delimiter, start + 1); close >= 0; close = text.indexOf(delimiter, close + 1)) {
    const [before, after] = [text.charAt(close - 1), text.charAt(close + delimiter.length)];
    if (/\s/.test(before) || before === '\\') continue;
    if (after === delimiter.charAt(0)) {
      // `**a *b***`: the last ones close.
      if (delimiter.length === 1) close += 1;
      else if (text.charAt(close + delimiter.length + 1) !== delimiter.charAt(0)) continue;
      continue;
    }
    if (delimiter.length === 1 && before === delimiter) continue;
    if (!wordCharacter.test(after)) return close;
  }
  return undefined;
}
