import { inviteCodeSchema, invitePreviewSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import { invitePreviewExample } from '../../examples.ts';
import { readInvitePreview } from './read-invite-preview.ts';

export function readInviteRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Invitations'],
    summary: 'Where an invitation leads',
    description: 'For anyone who holds the code: the room, who invites, and until when. Looking uses nothing up.',
    auth: true,
    params: z.object({ code: inviteCodeSchema }),
    response: { 200: { schema: invitePreviewSchema, example: invitePreviewExample } },
    errors: ['invite_invalid', 'too_many_requests'],
  });
  app.get('/api/v1/invites/:code', { preHandler: rooms.auth, schema }, async (request) => {
    await rooms.inviteLookups.take(request.actor.userId);
    return readInvitePreview(rooms.db, { code: request.params.code, viewerId: request.actor.userId });
  });
}
