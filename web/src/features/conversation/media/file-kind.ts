export type FileKind = 'archive' | 'text' | 'table' | 'slides' | 'audio' | 'video' | 'code' | 'file';

const byEnding: ReadonlyArray<readonly [RegExp, FileKind]> = [
  [/\.(zip|gz|tgz|bz2|xz|7z|rar|tar|zst)$/i, 'archive'],
  [/\.(csv|tsv|xlsx?|ods|numbers)$/i, 'table'],
  [/\.(pptx?|odp|key)$/i, 'slides'],
  [/\.([cm]?[jt]sx?|json|ya?ml|toml|py|rb|rs|go|java|kt|swift|c|h|cpp|cs|php|sh|sql|html|css)$/i, 'code'],
  [/\.(txt|md|pdf|docx?|odt|rtf|log)$/i, 'text'],
];

/** What a card shows a file as: by what the server found in it, else by its name. */
export function fileKind({ media_type, name }: { media_type: string; name: string }): FileKind {
  const player = playerOf(media_type);
  return player ?? byEnding.find(([ending]) => ending.test(name))?.[1] ?? 'file';
}

/** What the browser can play itself. */
export function playerOf(mediaType: string): 'audio' | 'video' | undefined {
  if (/^audio\/(mpeg|mp4|aac|ogg|wav|x-wav|webm|flac)$/.test(mediaType)) return 'audio';
  return /^video\/(mp4|webm|ogg)$/.test(mediaType) ? 'video' : undefined;
}
