import { z } from 'zod';

/**
 * Branded ids: strings on the wire, not interchangeable in code. Lower case from here on, for code compares them as text
 * (and derives locks from them) where Postgres compares them as numbers.
 */
export const userIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('UserId')
  .meta({ description: 'A person', example: '0199f3a0-0000-7000-8000-0000000000a1' });
export const roomIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('RoomId')
  .meta({ description: 'A room', example: '0199f3a0-0000-7000-8000-0000000000b1' });
export const messageIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('MessageId')
  .meta({ description: 'A message', example: '0199f3a0-0000-7000-8000-0000000000c1' });
export const sessionIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('SessionId')
  .meta({ description: 'A login on one device', example: '0199f3a0-0000-7000-8000-0000000000d1' });
export const passkeyIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('PasskeyId')
  .meta({ description: 'A passkey of an account', example: '0199f3a0-0000-7000-8000-0000000000e1' });
export const clientIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('ClientId')
  .meta({ description: 'Made by the sender; sending it again returns the first result', example: '5f0c7a52-9d3b-4f6e-8a51-3c8f1d2e4b60' });
/** The place of an event in its room's log: 1, 2, 3, … without holes. */
export const seqSchema = z.int().positive().brand('Seq').meta({ description: "Place in the room's log", example: 4712 });
/** A `seq`, or 0 for "before the first". */
export const afterSeqSchema = z.int().nonnegative().meta({ description: 'A seq, or 0 for the beginning', example: 4700 });

export type UserId = z.infer<typeof userIdSchema>;
export type RoomId = z.infer<typeof roomIdSchema>;
export type MessageId = z.infer<typeof messageIdSchema>;
export type SessionId = z.infer<typeof sessionIdSchema>;
export type PasskeyId = z.infer<typeof passkeyIdSchema>;
export type ClientId = z.infer<typeof clientIdSchema>;
export type Seq = z.infer<typeof seqSchema>;

export const timeSchema = z.iso.datetime().meta({ description: 'RFC 3339, UTC', example: '2026-11-20T12:00:00.000Z' });

/** Of those, the ones that call the person: by name, or with everybody. */
export const mentionCountSchema = z.int().nonnegative().meta({ description: 'Unread messages that mention the person', example: 1 });

/** Others' undeleted messages after a person's read cursor. Exact, however many. */
export const unreadCountSchema = z
  .int()
  .nonnegative()
  .meta({ description: "Others' undeleted messages after the read cursor", example: 7 });
