import { roomIdSchema, userIdSchema } from '@parley/contracts';
import { z } from 'zod';

/** Path parameters of everything below `/rooms/{id}`. */
export const roomParamsSchema = z.object({ id: roomIdSchema });
export const memberParamsSchema = z.object({ id: roomIdSchema, user_id: userIdSchema });
