import { messageSchema, roomIdSchema, sendMessageBodySchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import { z } from 'zod';
import type { MessagesDependencies } from '../../dependencies.ts';
import { readMessage } from '../../queries/list-messages/list-messages.ts';
import { sendOne } from './send-message-rpc.ts';

export function sendMessageRoute(app: App, { auth, sendQueue, log, db, profiles }: MessagesDependencies): void {
  app.post(
    '/api/v1/rooms/:id/messages',
    {
      preHandler: auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'Send a message',
        description: 'Answered after the commit. The same `client_id` again returns the first message with 200.',
        auth: true,
        params: z.object({ id: roomIdSchema }),
        body: sendMessageBodySchema,
        response: { 200: messageSchema, 201: messageSchema },
        errors: ['not_a_member', 'room_closed', 'room_not_found', 'slow_mode', 'idempotency_mismatch', 'unavailable'],
      }),
    },
    async (request, reply) => {
      const outcome = await sendOne(
        sendQueue,
        {
          sender_id: request.actor.userId,
          room_id: request.params.id,
          client_id: request.body.client_id,
          content: request.body.content,
          reply_to: request.body.reply_to,
          attachment_ids: request.body.attachment_ids,
          traceparent: request.traceparent,
        },
        log,
      );
      if (!outcome.ok) {
        const { retry_after_ms: waitMs } = outcome;
        throw new ProblemError(outcome.code, outcome.message, waitMs === undefined ? {} : { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
      }
      reply.status(outcome.duplicate ? 200 : 201);
      return await readMessage({ db, profiles }, request.params.id, outcome.seq);
    },
  );
}
