import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { MadePicture, PictureJob, PictureOutcome } from './picture-job.ts';

/**
 * A process of its own, started without any of the service's settings: what a hostile picture manages to do to the decoder, it does
 * here. Everything is decoded and written anew; only pixels (and the frames of a moving picture) survive, so that no metadata, no
 * appended archive and no script comes out.
 */
const thumbnailType = { quality: 80, effort: 3 } as const;
const boxes = { whole: { small: 160, medium: 640 }, square: { small: 96, medium: 320 } } as const;
/** What a person's or room's picture is at most: nobody shows it larger. */
const squarePixels = 1_024;
const maxFrames = 500;

sharp.cache(false);
sharp.concurrency(1);
// Readers for anything but these (SVG, PDF, magick's hundred formats …) do not run, whatever a file says that it is.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadNsgifFile',
    'VipsForeignLoadHeifFile',
  ],
});

process.on('message', (job: PictureJob) => void work(job).then((outcome) => process.send?.(outcome)));
process.on('disconnect', () => process.exit(0));

async function work(job: PictureJob): Promise<PictureOutcome> {
  try {
    return { ok: true, picture: await makePicture(job) };
  } catch (error) {
    return {
      ok: false,
      reason: error instanceof Error && /pixel limit|too many frames/i.test(error.message) ? 'too_many_pixels' : 'unreadable',
    };
  }
}

async function makePicture(job: PictureJob): Promise<MadePicture> {
  const { pages = 1 } = await open(job).metadata();
  if (pages > maxFrames) throw new Error('too many frames');
  const moves = pages > 1 && job.shape === 'whole';
  const [path, small, medium] = ['made', 'small', 'medium'].map((name) => join(job.folder, name));
  if (path === undefined || small === undefined || medium === undefined) throw new Error('no paths');

  const upright = moves ? open(job, { animated: true }) : open(job).autoOrient();
  if (job.shape === 'square') upright.resize(squarePixels, squarePixels, { fit: 'cover', position: 'attention', withoutEnlargement: true });
  const { mediaType, written } = encode(upright, job.mediaType);
  const made = await limited(written, job).toFile(path);

  // Thumbnails come from what was written, which is upright and harmless already.
  const side = boxes[job.shape];
  const fit = job.shape === 'square' ? ('cover' as const) : ('inside' as const);
  for (const [size, file] of [
    [side.medium, medium],
    [side.small, small],
  ] as const) {
    const thumbnail = sharp(path, { limitInputPixels: job.maxPixels }).resize(size, size, { fit, withoutEnlargement: fit === 'inside' });
    await limited(thumbnail, job).webp(thumbnailType).toFile(file);
  }
  return { mediaType, width: made.width, height: made.pageHeight ?? made.height, files: { original: path, small, medium } };
}

function open({ file, maxPixels }: PictureJob, options: { animated?: boolean } = {}): Sharp {
  return sharp(file, { limitInputPixels: maxPixels, failOn: 'error', ...options });
}

function limited(image: Sharp, { seconds }: PictureJob): Sharp {
  return image.timeout({ seconds });
}

/** In the format it came in, except where writing that takes seconds. Colours become sRGB, since profiles go with the metadata. */
function encode(image: Sharp, mediaType: string): { mediaType: string; written: Sharp } {
  switch (mediaType) {
    case 'image/jpeg':
      return { mediaType, written: image.jpeg({ quality: 90 }) };
    case 'image/png':
      return { mediaType, written: image.png({ compressionLevel: 6 }) };
    case 'image/gif':
      return { mediaType, written: image.gif({ effort: 2 }) };
    default:
      return { mediaType: 'image/webp', written: image.webp({ quality: 88, effort: 2 }) };
  }
}
