import { limits } from '@parley/contracts/limits';
import { type Format, formatKeys } from './format/format-text.ts';
import type { Upload } from './uploads.ts';

/** What is in the composer. `mode`: what is written apart from a new message. */
export type Written = { text: string; mode: 'reply' | 'edit' | null };

/** `left`: how many characters still fit in, below 0 when there are too many. */
export type Readiness = { left: number; canSend: boolean };

/** The counter shows when so many characters are left. */
export const countFrom = 300;

/** Files go with a new message once they are up; an older one keeps those that it has. */
export function readinessOf({ text, mode }: Written, files: ReadonlyArray<Pick<Upload, 'state'>>): Readiness {
  const going = mode === 'edit' ? [] : files;
  const left = limits.messageContentMax - text.length;
  const hasSomething = text.trim() !== '' || going.length > 0;
  return { left, canSend: hasSomething && left >= 0 && going.every(({ state }) => state === 'done') };
}

export type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>;
export type Wish = { kind: 'send' | 'leaveMode' | 'editLast' } | { kind: 'format'; format: Format };

/** What a key in the field asks for, in place of what it does in every other field; null when nothing. */
export function wishOf(pressed: PressedKey, { text, mode }: Written): Wish | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing } = pressed;
  // While a word is being composed (Japanese, say), every key belongs to that: Enter chooses it, Escape gives it up.
  if (isComposing) return null;
  if (key === 'Escape' && mode !== null) return { kind: 'leaveMode' };
  if (key === 'ArrowUp' && text === '' && mode === null) return { kind: 'editLast' };
  const format = (ctrlKey || metaKey) && !altKey && !shiftKey ? formatKeys[key] : undefined;
  if (format) return { kind: 'format', format };
  return key === 'Enter' && !shiftKey ? { kind: 'send' } : null;
}
