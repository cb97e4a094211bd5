import { z } from 'zod';

/** What of a room can change, by the names that clients know it by. */
export const roomDetailSchema = z.enum([
  'name',
  'description',
  'picture_url',
  'slow_mode_seconds',
  'history_visibility',
  'shows_receipts',
  'is_writable',
]);
export type RoomDetail = z.infer<typeof roomDetailSchema>;

/** What events from before they told it are taken to have changed. */
export const detailsChangedBefore: RoomDetail[] = ['name'];
