/** Ctrl, or ⌘ on a Mac. `code` names a key by its place, for what Alt and Shift make another character of. */
export type Chord = { key?: string; code?: string; mod?: boolean; alt?: boolean; shift?: boolean };

export const shortcutIds = [
  'switch',
  'search',
  'search-here',
  'notifications',
  'next-room',
  'previous-room',
  'next-unread',
  'previous-unread',
  'mark-read',
  'mark-all-read',
  'panel',
  'theme',
  'help',
] as const;
export type ShortcutId = (typeof shortcutIds)[number];
export type ShortcutGroup = 'going' | 'reading' | 'showing';
export type Shortcut = { id: ShortcutId; group: ShortcutGroup; chords: readonly Chord[] };

/** Every shortcut of the product: what is shown, and what the keys do, come from here alone. */
export const shortcuts: readonly Shortcut[] = [
  { id: 'switch', group: 'going', chords: [{ key: 'k', mod: true }] },
  { id: 'next-room', group: 'going', chords: [{ key: 'ArrowDown', alt: true }] },
  { id: 'previous-room', group: 'going', chords: [{ key: 'ArrowUp', alt: true }] },
  { id: 'next-unread', group: 'going', chords: [{ key: 'ArrowDown', alt: true, shift: true }] },
  { id: 'previous-unread', group: 'going', chords: [{ key: 'ArrowUp', alt: true, shift: true }] },
  { id: 'notifications', group: 'going', chords: [{ code: 'KeyN', alt: true, shift: true }] },
  { id: 'search', group: 'reading', chords: [{ code: 'KeyF', mod: true, shift: true }] },
  { id: 'search-here', group: 'reading', chords: [{ key: '/' }, { code: 'KeyF', alt: true, shift: true }] },
  { id: 'mark-read', group: 'reading', chords: [{ code: 'KeyR', alt: true, shift: true }] },
  { id: 'mark-all-read', group: 'reading', chords: [{ key: 'Escape', shift: true }] },
  { id: 'panel', group: 'showing', chords: [{ key: '.', mod: true }] },
  { id: 'theme', group: 'showing', chords: [{ code: 'KeyL', mod: true, shift: true }] },
  { id: 'help', group: 'showing', chords: [{ key: '?' }, { key: '/', mod: true }] },
];

export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** `isTyping`: the keys go into a text, and one of them alone is no shortcut. */
export function matchShortcut(pressed: Pressed, { isMac, isTyping }: { isMac: boolean; isTyping: boolean }): ShortcutId | undefined {
  return shortcuts.find(({ chords }) => chords.some((chord) => matches(chord, pressed, isMac) && !(isTyping && isSingle(chord))))?.id;
}

function matches({ key, code, mod = false, alt = false, shift = false }: Chord, pressed: Pressed, isMac: boolean): boolean {
  const [isMod, isOther] = isMac ? [pressed.metaKey, pressed.ctrlKey] : [pressed.ctrlKey, pressed.metaKey];
  if (isOther || isMod !== mod || pressed.altKey !== alt) return false;
  if (code !== undefined) return pressed.code === code && pressed.shiftKey === shift;
  // Where a character stands (with Shift or without) is the keyboard's affair.
  const isCharacter = key?.length === 1 && !/[a-z]/.test(key);
  return pressed.key.toLowerCase() === key?.toLowerCase() && (isCharacter || pressed.shiftKey === shift);
}

function isSingle({ mod, alt, key }: Chord): boolean {
  return !mod && !alt && key?.length === 1;
}

const short: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', Delete: 'Del', Backspace: '⌫' };

/** The keys of a chord as they are written on the keyboard. */
export function keysOf({ key, code, mod, alt, shift }: Chord, isMac: boolean): string[] {
  const name = code?.replace('Key', '') ?? short[key ?? ''] ?? key?.toUpperCase() ?? '';
  const modifiers = isMac ? [mod && '⌘', alt && '⌥', shift && '⇧'] : [mod && 'Ctrl', alt && 'Alt', shift && 'Shift'];
  return [...modifiers.filter((modifier) => typeof modifier === 'string'), name];
}
