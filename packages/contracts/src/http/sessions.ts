import { z } from 'zod';

/** For opening a socket where no header can be set: it works once, for half a minute. */
export const socketTicketSchema = z
  .object({
    ticket: z.string().meta({ example: 'q0Yk1mJ3nO8sV2xB5dG7hK9pR4tW6zC1eF3iL5oQ7uA' }),
    expires_in: z.int().meta({ description: 'Seconds in which it may be used, once, as `/ws?ticket=`', example: 30 }),
  })
  .meta({ id: 'SocketTicket' });

export type SocketTicket = z.infer<typeof socketTicketSchema>;
