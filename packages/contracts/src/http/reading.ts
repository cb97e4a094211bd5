import { z } from 'zod';
import { afterSeqSchema, timeSchema, userIdSchema } from '../ids.ts';

export const markUnreadBodySchema = z
  .object({ seq: afterSeqSchema.meta({ description: 'What lies after it is unread from now on', example: 4700 }) })
  .meta({ id: 'MarkUnreadBody' });

/** How far each member has read, where the room shows it. */
export const receiptsSchema = z
  .object({
    shows_receipts: z.boolean().meta({ description: 'False: switched off in this room, or too many members' }),
    receipts: z.array(
      z.object({ user_id: userIdSchema, last_read_seq: afterSeqSchema, last_read_at: timeSchema.nullable() }).meta({ id: 'Receipt' }),
    ),
  })
  .meta({ id: 'Receipts' });

export type MarkUnreadBody = z.input<typeof markUnreadBodySchema>;
export type Receipts = z.infer<typeof receiptsSchema>;
