import { isBranch, isSentence } from '../catalogue.ts';
import { conversationTexts } from '../conversation-texts.ts';
import { texts } from '../texts.ts';
import type { Translation } from '../translation.ts';
import { accentedText } from './accented-text.ts';
import { rightToLeftText } from './right-to-left-text.ts';

const whole = { ...texts, talk: conversationTexts };

/**
 * Two languages that nobody speaks, made of the English catalogue while the page starts. What still shows plain English with
 * them is not in the catalogue; what breaks with them breaks in German (longer) or Arabic (from right to left).
 */
export const accented = (): Translation => spokenAs(whole, accentedText);
export const rightToLeft = (): Translation => spokenAs(whole, rightToLeftText);

type Say = (text: string) => string;

/** The same shape, with every sentence said another way. */
export function spokenAs<Shape>(catalogue: Shape, say: Say): Shape {
  return respoken(catalogue, say) as Shape;
}

function respoken(value: unknown, say: Say): unknown {
  if (typeof value === 'string') return say(value);
  if (Array.isArray(value)) return value.map((item) => respoken(item, say));
  if (isSentence(value)) return (...values: never[]) => sayAround(value(...values), values, say);
  if (isBranch(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, respoken(inner, say)]));
  return value;
}

/** Names and times that were put into a sentence stay as they are, as they would in any language. */
function sayAround(sentence: string, values: readonly unknown[], say: Say): string {
  const kept = values.filter((value): value is string => typeof value === 'string' && value !== '' && sentence.includes(value));
  const [first, ...others] = kept;
  if (first === undefined) return sentence.trim() === '' ? sentence : say(sentence);
  return sentence
    .split(first)
    .map((piece) => sayAround(piece, others, say))
    .join(first);
}
