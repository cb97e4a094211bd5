import { z } from 'zod';

/** The password again, and a code where the account has a second factor: an open browser is not enough to end an account. */
export const deleteAccountBodySchema = z
  .object({
    password: z.string().min(1).max(1_024).meta({ example: 'Correct-Horse-7' }),
    code: z.string().max(64).optional().meta({ description: 'Of the second factor, where there is one', example: '123456' }),
  })
  .meta({ id: 'DeleteAccountBody' });

export type DeleteAccountBody = z.input<typeof deleteAccountBodySchema>;
