import { type Media, type MediaLink, mediaLinkSchema, mediaSchema, type UploadTicket, uploadTicketSchema } from '@parley/contracts';

/** What the OpenAPI document shows. Parsed when the service starts, so an example cannot contradict its schema. */
const id = '0199f3a0-0000-7000-8000-0000000000e1';

export const mediaExample: Media = mediaSchema.parse({
  id,
  name: 'engine.jpg',
  media_type: 'image/jpeg',
  bytes: 184_320,
  width: 1_600,
  height: 1_200,
  has_thumbnail: true,
  purpose: 'attachment',
  url: `/api/v1/media/${id}`,
  thumbnail_url: `/api/v1/media/${id}/thumbnail`,
  created_at: '2026-11-20T12:00:00.000Z',
});

const link = 'AZnzoAAAcACAAAAAAAAAoWkfVkA0Zm9yX3RoZV9leGFtcGxlX29ubHlfbm90X2FfcmVhbF9vbmU';
export const linkExample: MediaLink = mediaLinkSchema.parse({
  url: `/api/v1/media/${id}?link=${link}`,
  thumbnail_url: `/api/v1/media/${id}/thumbnail?link=${link}`,
  expires_at: '2026-11-20T12:05:00.000Z',
});

export const ticketExample: UploadTicket = uploadTicketSchema.parse({
  id,
  method: 'PUT',
  url: `https://store.example.org/parley/incoming/${id}?X-Amz-Signature=…`,
  headers: { 'content-length': '184320' },
  expires_at: '2026-11-20T12:10:00.000Z',
});
