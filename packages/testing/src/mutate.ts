/** A source of chance: 0 ≤ x < 1. */
export type Chance = () => number;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const oddStrings = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '%00',
  '../../etc/passwd',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  'e\u0301\u0301\u0301',
  '🧑‍🤝‍🧑',
  'ﷺ',
  '9'.repeat(400),
  'a'.repeat(6_000),
  '00000000-0000-0000-0000-000000000000',
  '2026-13-45T99:99:99Z',
];
const oddNumbers = [0, -1, 1.5, 1e308, -1e308, Number.MAX_SAFE_INTEGER, 2 ** 53, -(2 ** 31) - 1, 2 ** 31, 2 ** 63];
const oddKeys = ['__proto__', 'constructor', 'toString', '', 'a'.repeat(300), '$ref', 'then'];

/**
 * A value that was made wrong in one to three places, as JSON text; now and then the text itself is broken.
 * Deterministic for a deterministic `chance`.
 */
export function mutateJson(value: unknown, chance: Chance): string {
  let changed: Json = JSON.parse(JSON.stringify(value ?? null));
  const times = 1 + Math.floor(chance() * 3);
  for (let time = 0; time < times; time += 1) changed = mutate(changed, chance, 0);
  const text = JSON.stringify(changed);
  return chance() < 0.15 ? breakText(text, chance) : text;
}

function mutate(value: Json, chance: Chance, depth: number): Json {
  const inside = depth < 6 && chance() < 0.8;
  if (Array.isArray(value) && inside) return mutateList(value, chance, depth);
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && inside) return mutateObject(value, chance, depth);
  return replacement(value, chance);
}

function mutateList(list: Json[], chance: Chance, depth: number): Json[] {
  const at = Math.floor(chance() * Math.max(1, list.length));
  const item = list[at];
  if (item === undefined || chance() < 0.2) return [...list, odd(chance)];
  if (chance() < 0.2) return Array.from({ length: 600 }, () => item);
  return list.toSpliced(at, 1, ...(chance() < 0.2 ? [] : [mutate(item, chance, depth + 1)]));
}

function mutateObject(object: { [key: string]: Json }, chance: Chance, depth: number): Json {
  const keys = Object.keys(object);
  const key = keys[Math.floor(chance() * keys.length)];
  const what = chance();
  if (key === undefined || what < 0.15) return withKey(object, pick(oddKeys, chance), odd(chance));
  if (what < 0.3) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return withKey(object, key, mutate(object[key] ?? null, chance, depth + 1));
}

/** Also for `__proto__`, which an assignment would take for something else. */
function withKey(object: { [key: string]: Json }, key: string, value: Json): { [key: string]: Json } {
  return Object.fromEntries([...Object.entries(object).filter(([name]) => name !== key), [key, value]]);
}

function replacement(value: Json, chance: Chance): Json {
  if (typeof value === 'string' && chance() < 0.5) return bend(value, chance);
  return odd(chance);
}

function bend(text: string, chance: Chance): string {
  const at = Math.floor(chance() * (text.length + 1));
  const what = chance();
  if (what < 0.3) return text.slice(0, at);
  if (what < 0.6) return text.slice(0, at) + pick(oddStrings, chance) + text.slice(at);
  if (what < 0.8) return text.toUpperCase();
  return text.repeat(2 + Math.floor(chance() * 3));
}

function odd(chance: Chance): Json {
  const what = chance();
  if (what < 0.35) return pick(oddStrings, chance);
  if (what < 0.6) return pick(oddNumbers, chance);
  if (what < 0.7) return null;
  if (what < 0.8) return chance() < 0.5;
  if (what < 0.9) return [];
  return nested(Math.floor(chance() * 200));
}

function nested(depth: number): Json {
  let value: Json = {};
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function breakText(text: string, chance: Chance): string {
  const at = Math.floor(chance() * text.length);
  const what = chance();
  if (what < 0.4) return text.slice(0, at);
  if (what < 0.7) return text.slice(0, at) + pick(['"', '}', ',', '\\', '\u0001', '𝕏', '1e999', 'NaN'], chance) + text.slice(at);
  return text + text;
}

function pick<Item>(items: readonly Item[], chance: Chance): Item {
  const item = items[Math.floor(chance() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
