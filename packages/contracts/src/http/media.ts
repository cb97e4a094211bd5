import { z } from 'zod';
import { timeSchema } from '../ids.ts';

/** Media's ids are their own: what is uploaded may be attached to a message, or be somebody's picture. */
export const mediaIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('MediaId')
  .meta({ description: 'An uploaded file', example: '0199f3a0-0000-7000-8000-0000000000e1' });

/** What a file was uploaded for. Fixed at the upload: a picture of a person is cut to a square, an attachment is not. */
export const mediaPurposeSchema = z.enum(['attachment', 'avatar', 'room_picture']).meta({ id: 'MediaPurpose' });

/** A file as a message shows it. */
export const attachmentSchema = z
  .object({
    id: mediaIdSchema,
    name: z.string().meta({ description: 'Never with a path, never to be trusted as a type', example: 'engine.jpg' }),
    media_type: z.string().meta({ description: 'Found out by looking at the file', example: 'image/jpeg' }),
    bytes: z.int().nonnegative().meta({ example: 184_320 }),
    width: z.int().positive().nullable().meta({ example: 1_600 }),
    height: z.int().positive().nullable().meta({ example: 1_200 }),
    has_thumbnail: z.boolean(),
  })
  .meta({ id: 'Attachment' });

/** What the uploader gets back. */
export const mediaSchema = attachmentSchema
  .extend({
    purpose: mediaPurposeSchema,
    url: z.string().meta({ example: '/api/v1/media/0199f3a0-0000-7000-8000-0000000000e1' }),
    thumbnail_url: z.string().nullable().meta({ example: '/api/v1/media/0199f3a0-0000-7000-8000-0000000000e1/thumbnail' }),
    created_at: timeSchema,
  })
  .meta({ id: 'Media' });

export const thumbnailSizeSchema = z.enum(['small', 'medium']).meta({ id: 'ThumbnailSize' });

/** A link carries who may use it and until when; nobody but the server can make or change one. */
export const mediaLinkSchema = z
  .object({
    url: z
      .string()
      .meta({ description: 'Works without a token, for whom it was made, until it expires', example: '/api/v1/media/…?link=…' }),
    thumbnail_url: z.string().nullable(),
    expires_at: timeSchema,
  })
  .meta({ id: 'MediaLink' });

export const beginUploadBodySchema = z
  .object({
    name: z.string().max(1_000).meta({ example: 'engine.jpg' }),
    bytes: z.int().positive().meta({ description: 'Exactly as many as will be sent', example: 184_320 }),
    purpose: mediaPurposeSchema.optional(),
  })
  .meta({ id: 'BeginUploadBody' });

/** Where to send the file, with `method` and `headers` as given; then `POST /media/uploads/{id}/complete`. */
export const uploadTicketSchema = z
  .object({
    id: mediaIdSchema,
    method: z.literal('PUT'),
    url: z.string().meta({ example: 'https://store.example.org/parley/incoming/…' }),
    headers: z.record(z.string(), z.string()),
    expires_at: timeSchema,
  })
  .meta({ id: 'UploadTicket' });

const mediaPath = '/api/v1/media/';
const mediaUrlPattern = /^\/api\/v1\/media\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** Where a picture is read: a path of this origin, so that showing somebody's avatar asks no other host. */
export function mediaUrl(id: string): string {
  return `${mediaPath}${id}`;
}

/** The id in such a path; undefined for anything else. */
export function mediaIdIn(url: string | null | undefined): MediaId | undefined {
  const id = mediaUrlPattern.exec(url ?? '')?.[1];
  return id === undefined ? undefined : mediaIdSchema.parse(id);
}

export type MediaId = z.infer<typeof mediaIdSchema>;
export type MediaPurpose = z.infer<typeof mediaPurposeSchema>;
export type Attachment = z.infer<typeof attachmentSchema>;
export type Media = z.infer<typeof mediaSchema>;
export type ThumbnailSize = z.infer<typeof thumbnailSizeSchema>;
export type MediaLink = z.infer<typeof mediaLinkSchema>;
export type BeginUploadBody = z.input<typeof beginUploadBodySchema>;
export type UploadTicket = z.infer<typeof uploadTicketSchema>;
