/** Pictures that are read, turned upright, stripped and written anew; the only files that are shown in place. */
export const pictureTypes: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  /** Read, but written as WebP: encoding it takes seconds. */
  'image/avif': ['avif'],
};

/** What a browser may be told about a file that it downloads. Anything else is a heap of bytes. */
const inertTypes = new Set([
  'application/gzip',
  'application/pdf',
  'application/zip',
  'audio/aac',
  'audio/flac',
  'audio/mp4',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'audio/x-m4a',
  'image/heic',
  'image/tiff',
  'text/plain',
  'video/mp4',
  'video/quicktime',
  'video/webm',
]);

export function isPicture(mediaType: string): boolean {
  return Object.hasOwn(pictureTypes, mediaType);
}

/** Only pictures that this service wrote itself; a browser downloads everything else. */
export function isShownInPlace(mediaType: string): boolean {
  return isPicture(mediaType);
}

/** The `content-type` to serve under. An SVG, a page or a script is never called what it is. */
export function servedType(mediaType: string): string {
  if (mediaType === 'text/plain') return 'text/plain; charset=utf-8';
  return isPicture(mediaType) || inertTypes.has(mediaType) ? mediaType : 'application/octet-stream';
}
