import {
  editMessageBodySchema,
  type MessageChangeRequest,
  messageChangedSchema,
  messageParamsSchema,
  messageSchema,
  reactionParamsSchema,
} from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { MessagesDependencies } from '../../dependencies.ts';
import { readMessageById } from '../../queries/find-message.ts';
import { changeMessage } from './change-message.ts';

const everywhere = ['not_a_member', 'room_not_found', 'not_found'] as const;

/** Edit, delete, react, pin. Doing again what is done already changes nothing and is answered alike. */
export function changeMessageRoutes(app: App, dependencies: MessagesDependencies): void {
  editRoute(app, dependencies);
  deleteRoute(app, dependencies);
  reactionRoutes(app, dependencies);
  pinRoutes(app, dependencies);
}

type Asked = { actor: { userId: Parameters<typeof changeMessage>[1]['userId'] }; traceparent?: string | undefined };
type Params = { id: string; message_id: string };

function change(dependencies: MessagesDependencies, request: Asked & { params: Params }, wanted: MessageChangeRequest) {
  const target = { userId: request.actor.userId, roomId: request.params.id, messageId: request.params.message_id };
  return changeMessage(dependencies, target, wanted, { traceparent: request.traceparent });
}

function editRoute(app: App, dependencies: MessagesDependencies): void {
  app.patch(
    '/api/v1/rooms/:id/messages/:message_id',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'Edit a message',
        description: 'By its sender. The texts before are kept as its history; people mentioned already are not told again.',
        auth: true,
        params: messageParamsSchema,
        body: editMessageBodySchema,
        response: { 200: messageSchema },
        errors: [...everywhere, 'forbidden', 'room_closed', 'message_deleted', 'unprocessable'],
      }),
    },
    async (request) => {
      await change(dependencies, request, { kind: 'edit', content: request.body.content });
      return readMessageById(dependencies, request.params.id, request.params.message_id, { userId: request.actor.userId });
    },
  );
}

function deleteRoute(app: App, dependencies: MessagesDependencies): void {
  app.delete(
    '/api/v1/rooms/:id/messages/:message_id',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'Delete a message',
        description: 'By its sender, or an owner or admin of the room. Its text is erased everywhere, its place in the log stays.',
        auth: true,
        params: messageParamsSchema,
        response: { 200: messageChangedSchema },
        errors: [...everywhere, 'forbidden'],
      }),
    },
    async (request) => change(dependencies, request, { kind: 'delete' }),
  );
}

function reactionRoutes(app: App, dependencies: MessagesDependencies): void {
  const path = '/api/v1/rooms/:id/messages/:message_id/reactions/:emoji';
  const common = { tags: ['Messages'], auth: true, params: reactionParamsSchema, response: { 200: messageChangedSchema } };
  const errors = [...everywhere, 'room_closed', 'message_deleted'] as const;
  app.put(
    path,
    {
      preHandler: dependencies.auth,
      schema: operation({
        ...common,
        summary: 'React to a message',
        description: 'Once in each way. A message takes 20 kinds of reactions.',
        errors: [...errors, 'unprocessable'],
      }),
    },
    async (request) => change(dependencies, request, { kind: 'react', emoji: request.params.emoji }),
  );
  app.delete(
    path,
    { preHandler: dependencies.auth, schema: operation({ ...common, summary: 'Take a reaction back', errors: [...errors] }) },
    async (request) => change(dependencies, request, { kind: 'unreact', emoji: request.params.emoji }),
  );
}

function pinRoutes(app: App, dependencies: MessagesDependencies): void {
  const path = '/api/v1/rooms/:id/messages/:message_id/pin';
  const common = { tags: ['Messages'], auth: true, params: messageParamsSchema, response: { 200: messageChangedSchema } };
  const errors = [...everywhere, 'forbidden', 'room_closed', 'message_deleted'] as const;
  app.put(
    path,
    {
      preHandler: dependencies.auth,
      schema: operation({
        ...common,
        summary: 'Pin a message',
        description: 'By any member; in channels by an owner or admin. A room has at most 100 pins.',
        errors: [...errors, 'unprocessable'],
      }),
    },
    async (request) => change(dependencies, request, { kind: 'pin' }),
  );
  app.delete(
    path,
    { preHandler: dependencies.auth, schema: operation({ ...common, summary: 'Unpin a message', errors: [...errors] }) },
    async (request) => change(dependencies, request, { kind: 'unpin' }),
  );
}
