import { z } from 'zod';

/** A file that a message carries. What it holds is at `/api/v1/media/{id}`, the small picture at `/api/v1/media/{id}/thumbnail`. */
export const attachmentSchema = z
  .object({
    id: z.uuid().toLowerCase().meta({ description: 'The uploaded file', example: '0199f3a0-0000-7000-8000-0000000000e1' }),
    name: z.string().meta({ example: 'engine.png' }),
    media_type: z.string().meta({ description: 'As found in the file, not as told', example: 'image/png' }),
    bytes: z.int().nonnegative().meta({ example: 48_213 }),
    width: z.int().nullable().meta({ description: 'Of a picture', example: 640 }),
    height: z.int().nullable().meta({ example: 480 }),
    has_thumbnail: z.boolean(),
  })
  .meta({ id: 'Attachment' });

export type Attachment = z.infer<typeof attachmentSchema>;
