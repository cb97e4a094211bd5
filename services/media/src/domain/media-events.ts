import { mediaPurposeSchema, messageIdSchema, roomIdSchema, userIdSchema } from '@parley/contracts';
import { z } from 'zod';

export const deletionReasonSchema = z.enum([
  'by_uploader',
  'message_deleted',
  'room_deleted',
  'account_deleted',
  /** Uploaded and never used, claimed and not shown (any more), or its file is gone. */
  'swept',
]);
export type DeletionReason = z.infer<typeof deletionReasonSchema>;

/** Stored events of one upload, newest schema version of each. Stream id = media id. */
export const mediaEventSchema = z.discriminatedUnion('type', [
  /** Complete, looked at, and in the store. `name` is somebody's words: empty in the stored event once the file is deleted. */
  z.object({
    type: z.literal('MediaUploaded'),
    data: z.object({
      owner_id: userIdSchema,
      purpose: mediaPurposeSchema,
      name: z.string(),
      media_type: z.string(),
      bytes: z.number(),
      width: z.number().nullable(),
      height: z.number().nullable(),
      has_thumbnail: z.boolean(),
      at: z.iso.datetime(),
    }),
  }),
  z.object({
    type: z.literal('MediaAttached'),
    data: z.object({ message_id: messageIdSchema, room_id: roomIdSchema, seq: z.number(), at: z.iso.datetime() }),
  }),
  /** One of several messages that carried it is gone. */
  z.object({ type: z.literal('MediaDetached'), data: z.object({ message_id: messageIdSchema, at: z.iso.datetime() }) }),
  /** It is the picture of its uploader, or of a room; which room is not known yet while the room is being made. */
  z.object({ type: z.literal('MediaClaimed'), data: z.object({ room_id: roomIdSchema.nullable(), at: z.iso.datetime() }) }),
  z.object({ type: z.literal('MediaDeleted'), data: z.object({ reason: deletionReasonSchema, at: z.iso.datetime() }) }),
]);

export type MediaEvent = z.infer<typeof mediaEventSchema>;
export type MediaEventType = MediaEvent['type'];
