import { createContext, useContext, useEffect, useState } from 'react';

export type PictureSize = 'small' | 'medium';
/** Reads a picture with the token: an `<img>` cannot send one (docs/decisions/0007). */
export type ReadPicture = (id: string, size: PictureSize) => Promise<Blob>;

const ReaderContext = createContext<ReadPicture | null>(null);
export const PictureReader = ReaderContext;

type Held = { url: Promise<string>; users: number; timer: ReturnType<typeof setTimeout> | undefined };

/** Rows come and go while somebody scrolls: what nobody shows is kept for a little, then given back. */
const keepMs = 30_000;
const held = new Map<string, Held>();

function hold(key: string, read: () => Promise<Blob>): Held {
  const known = held.get(key);
  if (known) {
    clearTimeout(known.timer);
    known.users += 1;
    return known;
  }
  const fresh: Held = { url: read().then((blob) => URL.createObjectURL(blob)), users: 1, timer: undefined };
  // The next one to show it asks again.
  fresh.url.catch(() => held.get(key) === fresh && held.delete(key));
  held.set(key, fresh);
  return fresh;
}

function release(key: string, mine: Held): void {
  mine.users -= 1;
  if (mine.users > 0) return;
  mine.timer = setTimeout(() => {
    if (held.get(key) === mine) held.delete(key);
    void mine.url.then(URL.revokeObjectURL, () => undefined);
  }, keepMs);
}

export type Picture = { state: 'loading' | 'failed'; url: null } | { state: 'shown'; url: string };
const loading: Picture = { state: 'loading', url: null };

/** A picture as an object URL, shared by all who show it and revoked when none does. */
export function usePicture(id: string | null, size: PictureSize): Picture {
  const read = useContext(ReaderContext);
  const key = id === null ? null : `${id}/${size}`;
  const [picture, setPicture] = useState<{ key: string | null; now: Picture }>({ key: null, now: loading });
  useEffect(() => {
    if (id === null || key === null || !read) return;
    let current = true;
    const mine = hold(key, () => read(id, size));
    const show = (now: Picture) => current && setPicture({ key, now });
    mine.url.then(
      (url) => show({ state: 'shown', url }),
      () => show({ state: 'failed', url: null }),
    );
    return () => {
      current = false;
      release(key, mine);
    };
  }, [id, key, size, read]);
  return picture.key === key ? picture.now : loading;
}

const mediaPath = /^\/api\/v1\/media\/([0-9a-f-]{36})$/;

/** Of `avatar_url` and `picture_url`; null for anything else. */
export function mediaIdOf(url: string | null | undefined): string | null {
  return mediaPath.exec(url ?? '')?.[1] ?? null;
}
