import { randomBytes } from 'node:crypto';
import { createInviteBodySchema, inviteSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { inviteExample } from '../../examples.ts';
import { readInvite } from '../../queries/list-invites/list-invites.ts';
import { roomParamsSchema } from '../../room-params.ts';
import { changeRoom } from '../../room-store/change-room.ts';
import { eventMetadata } from '../../room-store/event-metadata.ts';

/** 144 bits: nobody finds one by trying. */
const codeBytes = 18;

export function createInviteRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Invitations'],
    summary: 'Make an invitation link',
    description:
      'By owner and admins of a group or channel, at most 100 at a time. Whoever has the code may enter until it expires or is used up.',
    auth: true,
    params: roomParamsSchema,
    body: createInviteBodySchema,
    response: { 201: { schema: inviteSchema, example: { ...inviteExample, uses: 0 }, description: 'The new invitation' } },
    errors: ['not_a_member', 'forbidden', 'room_not_found', 'limit_reached'],
  });
  app.post('/api/v1/rooms/:id/invites', { preHandler: rooms.auth, schema }, async (request, reply) => {
    const { expires_in_seconds: seconds, max_uses: maxUses } = request.body;
    const now = new Date();
    const expiresAt = seconds === null ? null : new Date(now.getTime() + seconds * 1_000).toISOString();
    const code = randomBytes(codeBytes).toString('base64url');
    const actorId = request.actor.userId;
    const command = { kind: 'CreateInvite', actorId, code, expiresAt, maxUses, now: now.toISOString() } as const;
    await changeRoom(rooms, { roomId: request.params.id, command, metadata: eventMetadata(request) });
    return reply.code(201).send(await readInvite(rooms.db, code));
  });
}
