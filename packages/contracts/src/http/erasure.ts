import { z } from 'zod';
import { ownPasswordSchema } from './mfa.ts';

/** The password again, and a code where the account has a second factor: an open browser is not enough to end an account. */
export const deleteAccountBodySchema = z
  .object({
    password: ownPasswordSchema,
    code: z.string().max(64).optional().meta({ description: 'Of the second factor, where there is one', example: '123456' }),
  })
  .meta({ id: 'DeleteAccountBody' });

export type DeleteAccountBody = z.input<typeof deleteAccountBodySchema>;
