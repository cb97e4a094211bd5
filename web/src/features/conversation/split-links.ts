export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

const address = /https?:\/\/[^\s<>"]+/gi;
/** Ends a sentence rather than an address; a closing bracket belongs to it when it was opened in it. */
const trailing = /[.,;:!?'"»”]+$/;

/** Text with the web addresses in it told apart. Only http and https ever become links. */
export function splitLinks(content: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of content.matchAll(address)) {
    const text = trimAddress(match[0]);
    if (!URL.canParse(text)) continue;
    if (match.index > end) parts.push({ kind: 'text', text: content.slice(end, match.index) });
    parts.push({ kind: 'link', text, href: text });
    end = match.index + text.length;
  }
  if (end < content.length) parts.push({ kind: 'text', text: content.slice(end) });
  return parts;
}

function trimAddress(found: string): string {
  const text = found.replace(trailing, '');
  const isUnopened = text.endsWith(')') && count(text, ')') > count(text, '(');
  return isUnopened ? trimAddress(text.slice(0, -1)) : text;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

const emoji = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** Up to three emoji and nothing else: shown large. */
export function isEmojiOnly(content: string): boolean {
  return content.length <= 60 && emoji.test(content);
}
