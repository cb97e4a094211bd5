import { socketTicketSchema } from '@parley/contracts';
import { type App, issueSocketTicket, operation, socketTicketSeconds } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';

export function socketTicketRoute(app: App, { auth, redis, socketTicketLimit }: AuthDependencies): void {
  const schema = operation({
    tags: ['Sessions'],
    summary: 'A ticket to open a socket with',
    description:
      'For browsers, which can set no header on a socket: `/ws?ticket=`. It works once, for 30 seconds, in place of the access token.',
    auth: true,
    response: { 200: socketTicketSchema },
    errors: ['too_many_requests'],
  });
  app.post('/api/v1/auth/socket-ticket', { preHandler: auth, schema }, async (request) => {
    await socketTicketLimit.take(request.actor.sessionId);
    return { ticket: await issueSocketTicket(redis, request.actor), expires_in: socketTicketSeconds };
  });
}
