import { z } from 'zod';

export const verifyEmailBodySchema = z
  .object({
    token: z.string().min(1).max(512).meta({
      description: 'From the link in the mail',
      example: 'q0Yk1mJ3nO8sV2xB5dG7hK9pR4tW6zC1eF3iL5oQ7uA',
    }),
  })
  .meta({ id: 'VerifyEmailBody' });

export type VerifyEmailBody = z.input<typeof verifyEmailBodySchema>;
