/** What the pool asks of a picture process; one at a time. Paths are this service's own. */
export type PictureJob = {
  file: string;
  folder: string;
  mediaType: string;
  /** `whole`: as it is, and smaller inside a box. `square`: cut around what matters, for faces and rooms. */
  shape: 'whole' | 'square';
  maxPixels: number;
  seconds: number;
};

export type MadePicture = {
  mediaType: string;
  width: number;
  height: number;
  files: { original: string; small: string; medium: string };
};

export type PictureOutcome = { ok: true; picture: MadePicture } | { ok: false; reason: 'too_many_pixels' | 'unreadable' };
