import type { ReadPicture } from '../ui/picture-source.ts';
import { parley } from './parley.ts';

const mediaPath = /^\/api\/v1\/media\/([0-9a-f-]{36})$/;

/** Pictures are read with the token, which an `<img>` cannot send along: as blobs, in the form that fits. */
export const readPicture: ReadPicture = async (url, size) => {
  const id = mediaPath.exec(url)?.[1];
  if (id === undefined) throw new Error('not a picture of this server');
  return parley.media.blob(id, { thumbnail: size });
};
