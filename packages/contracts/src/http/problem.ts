import { z } from 'zod';
import { type ErrorCode, errorStatus } from '../error-codes.ts';

/** What a login's second step may be done with. */
export const mfaMethodSchema = z.enum(['totp', 'passkey', 'recovery_code']);
export type MfaMethod = z.infer<typeof mfaMethodSchema>;

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
    mfa_token: z.string().optional().meta({ description: 'With `mfa_required` alone: what the second step of the login begins with' }),
    mfa_methods: z
      .array(mfaMethodSchema)
      .optional()
      .meta({ description: 'With `mfa_required` alone: what the second step may be done with' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export type Problem = z.infer<typeof problemSchema>;
