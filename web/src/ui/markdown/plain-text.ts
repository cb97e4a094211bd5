import type { Inline } from './parse-inline.ts';
import { type Block, parseMarkdown } from './parse-markdown.ts';

/** What a message says, on one line and without its marks. */
export function plainText(content: string): string {
  return parseMarkdown(content).map(textOfBlock).join(' ').replaceAll(/\s+/g, ' ').trim();
}

function textOfBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return textOf(block.children);
    case 'code':
      return block.text;
    case 'quote':
      return block.children.map(textOfBlock).join(' ');
    case 'list':
      return block.items.map(textOf).join(' ');
  }
}

function textOf(parts: readonly Inline[]): string {
  return parts.map((part) => ('children' in part ? textOf(part.children) : part.text)).join('');
}
