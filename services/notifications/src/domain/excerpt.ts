import { limits } from '@parley/contracts';

/** The beginning of what a message says, on one line, never with half a character at its end. */
export function excerptOf(content: string): string {
  const line = content
    .slice(0, limits.excerptMax * 4)
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = [...new Intl.Segmenter().segment(line)];
  if (characters.length <= limits.excerptMax && line.length <= limits.excerptMax * 2) return line;
  let cut = '';
  for (const { segment } of characters.slice(0, limits.excerptMax - 1)) {
    if (cut.length + segment.length > limits.excerptMax * 2) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}
