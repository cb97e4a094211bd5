/** Control characters, and those that turn the reading direction: `photo‮gpj.exe` must not look like a picture. */
const unseen = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;
/** What some system takes for a path, a drive, a wildcard or a stream. */
const special = /[<>:"|?*\\/]/g;
const maxLength = 120;
const maxExtension = 16;

/**
 * A name to show and to save under, made from whatever a client said the file is called. No path, nothing invisible, not hidden,
 * not long. The store never sees it: files lie there under their ids.
 */
export function cleanFileName(given: string): string {
  const lastPart = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const name = lastPart
    .replaceAll(unseen, '')
    .replaceAll(special, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  if (name === '') return 'file';
  return shorten(name);
}

/** The same name with the extension that belongs to what the file is. */
export function withExtension(name: string, extensions: readonly string[]): string {
  const [preferred] = extensions;
  const [stem, extension] = split(name);
  if (preferred === undefined || extensions.includes(extension.toLowerCase())) return name;
  const known = /^(jpe?g|png|gif|webp|avif|jfif)$/i.test(extension);
  return shorten(`${known ? stem : name}.${preferred}`);
}

/** By code point, so that no character is cut in two; the extension stays. */
function shorten(name: string): string {
  const points = [...name];
  if (points.length <= maxLength) return name;
  const [stem, extension] = split(name);
  const kept = extension === '' || extension.length > maxExtension ? points.slice(0, maxLength).join('') : undefined;
  return kept ?? `${[...stem].slice(0, maxLength - extension.length - 1).join('')}.${extension}`;
}

function split(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}
