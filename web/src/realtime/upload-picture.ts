import { ParleyError } from '@parley/client';
import type { MediaId } from '@parley/contracts';
import { texts } from '../texts/texts.ts';
import { describeError } from '../ui/describe-error.ts';
import type { PictureChoice } from '../ui/picture-field.tsx';
import { parley } from './parley.ts';

/** The `picture_id` for what was chosen: uploaded where it is a file. @throws ParleyError */
export async function pictureIdOf(choice: PictureChoice): Promise<MediaId | null | undefined> {
  if (!choice) return choice;
  return (await parley.media.upload(choice, { purpose: 'room_picture' })).id;
}

/** What went wrong where a picture may be at fault. */
export function describePictureError(error: unknown): string {
  if (error instanceof ParleyError && error.code === 'payload_too_large') return texts.room.pictureTooLarge;
  if (error instanceof ParleyError && (error.code === 'unsupported_media_type' || error.code === 'unprocessable'))
    return texts.room.pictureFailed;
  return describeError(error);
}
