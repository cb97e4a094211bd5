import type { FieldError } from './problem-error.ts';

/**
 * Text that Postgres cannot hold (NUL) or that is not Unicode (lone surrogates) is refused at the door, wherever it
 * hides in a request: further in, it would be a 500.
 */
export function unstorableText(root: string, value: unknown): FieldError[] {
  const found: FieldError[] = [];
  const pending: Array<[string, unknown]> = [[root, value]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [path, item] = next;
    if (typeof item === 'string') {
      if (!isStorable(item)) found.push({ path, message: 'must be well-formed text without NUL' });
    } else if (Array.isArray(item)) {
      for (const [index, entry] of item.entries()) pending.push([`${path}.${index}`, entry]);
    } else if (isPlainObject(item)) {
      for (const [key, entry] of Object.entries(item)) {
        if (isStorable(key)) pending.push([`${path}.${key}`, entry]);
        else found.push({ path, message: 'must have well-formed names without NUL' });
      }
    }
  }
  return found;
}

/**
 * Parsed JSON, path parameters and query, and nothing else: a body that is still a stream is whoever reads it to check. Fastify's
 * parameters and query are of a class whose prototype has none.
 */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
