import type { Insertion } from './insert-text.ts';

export const formats = ['bold', 'italic', 'strike', 'code', 'block', 'quote', 'list', 'link'] as const;
export type Format = (typeof formats)[number];

/** With Ctrl or Cmd. */
export const formatKeys: Readonly<Partial<Record<string, Format>>> = { b: 'bold', i: 'italic', e: 'code' };

const marks = { bold: '**', italic: '_', strike: '~~', code: '`' } as const;

/** What pressing a button of the toolbar does to a text of which `from` to `to` is selected. Pressed again, it takes the marks away. */
export function formatText(text: string, from: number, to: number, format: Format): Insertion {
  switch (format) {
    case 'bold':
    case 'italic':
    case 'strike':
    case 'code':
      return wrap(text, from, to, marks[format]);
    case 'block': {
      const selected = text.slice(from, to);
      const before = from > 0 && text[from - 1] !== '\n' ? '\n' : '';
      const opened = `${before}\`\`\`\n`;
      return { from, to, text: `${opened}${selected}\n\`\`\``, select: [opened.length, opened.length + selected.length] };
    }
    case 'quote':
      return prefixLines(text, from, to, '> ');
    case 'list':
      return prefixLines(text, from, to, '- ');
    case 'link': {
      const label = text.slice(from, to);
      const whole = `[${label}](https://)`;
      // What is missing is selected: the words, or else the address.
      return { from, to, text: whole, select: label === '' ? [1, 1] : [whole.length - 9, whole.length - 1] };
    }
  }
}

function wrap(text: string, from: number, to: number, mark: string): Insertion {
  const { length } = mark;
  if (text.slice(from - length, from) === mark && text.slice(to, to + length) === mark)
    return { from: from - length, to: to + length, text: text.slice(from, to), select: [0, to - from] };
  return { from, to, text: `${mark}${text.slice(from, to)}${mark}`, select: [length, length + to - from] };
}

function prefixLines(text: string, from: number, to: number, prefix: string): Insertion {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const lines = text.slice(start, to).split('\n');
  const isOn = lines.every((line) => line.startsWith(prefix));
  const changed = lines.map((line) => (isOn ? line.slice(prefix.length) : `${prefix}${line}`)).join('\n');
  return { from: start, to, text: changed };
}
