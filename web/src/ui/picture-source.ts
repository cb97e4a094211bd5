import { createContext, useContext, useEffect, useState } from 'react';

export type ReadPicture = (url: string) => Promise<Blob>;

/** How a picture's url becomes a picture. Without one, urls are given to the browser as they are. */
export const PictureSource = createContext<ReadPicture | null>(null);

type Held = { users: number; objectUrl: string | undefined; reading: Promise<string> };

/** Pictures that are shown, and the last ones that were: a list that is scrolled asks for none twice. */
const held = new Map<string, Held>();
const idleMax = 200;

function hold(url: string, read: ReadPicture): Held {
  const known = held.get(url);
  if (known) {
    known.users += 1;
    // The most recently used one goes last.
    held.delete(url);
    held.set(url, known);
    return known;
  }
  const reading = read(url).then((blob) => URL.createObjectURL(blob));
  const entry: Held = { users: 1, objectUrl: undefined, reading };
  reading.then(
    (objectUrl) => {
      entry.objectUrl = objectUrl;
      if (held.get(url) !== entry) URL.revokeObjectURL(objectUrl);
    },
    // The next one to show it may try again.
    () => held.get(url) === entry && held.delete(url),
  );
  held.set(url, entry);
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
export function usePicture(url: string | null | undefined): string | undefined {
  const read = useContext(PictureSource);
  const isDirect = read === null || (url?.startsWith('blob:') ?? false);
  const [shown, setShown] = useState<{ url: string; objectUrl: string }>();
  useEffect(() => {
    if (!url || isDirect || read === null) return;
    let current = true;
    const entry = hold(url, read);
    entry.reading.then(
      (objectUrl) => current && setShown({ url, objectUrl }),
      () => undefined,
    );
    return () => {
      current = false;
      release(entry);
    };
  }, [url, read, isDirect]);
  if (!url) return undefined;
  if (isDirect) return url;
  return shown?.url === url ? shown.objectUrl : held.get(url)?.objectUrl;
}
