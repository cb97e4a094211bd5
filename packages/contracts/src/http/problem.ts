import { z } from 'zod';
import { type ErrorCode, errorStatus } from '../error-codes.ts';

/** RFC 9457 `application/problem+json`. */
export const problemSchema = z
  .object({
    type: z.string().meta({ example: 'urn:parley:problem:validation_failed' }),
    title: z.string().meta({ example: 'The request is not valid' }),
    status: z.int().meta({ example: 400 }),
    detail: z.string().optional(),
    code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
    errors: z
      .array(z.object({ path: z.string().meta({ example: 'body.username' }), message: z.string() }))
      .optional()
      .meta({ description: 'One entry per field at fault' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export type Problem = z.infer<typeof problemSchema>;
