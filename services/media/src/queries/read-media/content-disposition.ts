/** RFC 6266: a name of plain letters for everybody, and the real one, in UTF-8 and escaped, for who understands it. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9 ._()-]/g, '_');
  return `${kind}; filename="${plain}"; filename*=UTF-8''${escaped(name)}`;
}

/** `encodeURIComponent` leaves a few characters that are no `attr-char` of RFC 8187. */
function escaped(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
