import { createContext, useContext, useEffect, useState } from 'react';

/** Small ones stand in lists, medium ones alone. */
export type PictureSize = 'small' | 'medium';
export type ReadPicture = (url: string, size: PictureSize) => Promise<Blob>;

/** How a picture's url becomes a picture. Without one, urls are given to the browser as they are. */
export const PictureSource = createContext<ReadPicture | null>(null);

type Held = { users: number; objectUrl: string | undefined; reading: Promise<string> };

/** Pictures that are shown, and the last ones that were: a list that is scrolled asks for none twice. */
const held = new Map<string, Held>();
const idleMax = 200;

function hold(key: string, read: () => Promise<Blob>): Held {
  const known = held.get(key);
  if (known) {
    known.users += 1;
    // The most recently used one goes last.
    held.delete(key);
    held.set(key, known);
    return known;
  }
  const reading = read().then((blob) => URL.createObjectURL(blob));
  const entry: Held = { users: 1, objectUrl: undefined, reading };
  reading.then(
    (objectUrl) => {
      entry.objectUrl = objectUrl;
      if (held.get(key) !== entry) URL.revokeObjectURL(objectUrl);
    },
    // The next one to show it may try again.
    () => held.get(key) === entry && held.delete(key),
  );
  held.set(key, entry);
  return entry;
}

function release(entry: Held): void {
  entry.users -= 1;
  for (const [key, other] of held) {
    if (held.size <= idleMax) return;
    if (other.users > 0) continue;
    held.delete(key);
    if (other.objectUrl !== undefined) URL.revokeObjectURL(other.objectUrl);
  }
}

/** What to put into an `<img>`; undefined while it is read, and when it cannot be had. */
export function usePicture(url: string | null | undefined, size: PictureSize = 'small'): string | undefined {
  const read = useContext(PictureSource);
  const isDirect = read === null || (url?.startsWith('blob:') ?? false);
  const [shown, setShown] = useState<{ key: string; objectUrl: string }>();
  const key = `${url} ${size}`;
  useEffect(() => {
    if (!url || isDirect || read === null) return;
    let current = true;
    const entry = hold(key, () => read(url, size));
    entry.reading.then(
      (objectUrl) => current && setShown({ key, objectUrl }),
      () => undefined,
    );
    return () => {
      current = false;
      release(entry);
    };
  }, [key, url, size, read, isDirect]);
  if (!url) return undefined;
  if (isDirect) return url;
  return shown?.key === key ? shown.objectUrl : held.get(key)?.objectUrl;
}
