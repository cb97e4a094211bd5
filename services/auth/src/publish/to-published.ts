import { assertNever, type PublishedAuthEvent, userIdSchema } from '@parley/contracts';
import type { ToPublished } from '@parley/event-store';
import type { AccountEvent } from '../domain/account-events.ts';
import { isAccountEvent, parseAccountEvent } from '../domain/stored-auth-event.ts';

/** Stored → published. Named members only: the address is in `AccountRegistered` and must not leave. Sessions are nobody else's. */
export function toPublishedEvent(userId: string, event: AccountEvent): PublishedAuthEvent {
  const { username, display_name, avatar_url, at } = event.data;
  const envelope = { user_id: userIdSchema.parse(userId), at, data: { username, display_name, avatar_url } };
  switch (event.type) {
    case 'AccountRegistered':
      return { type: 'user.registered', ...envelope };
    case 'ProfileChanged':
      return { type: 'user.profile_changed', ...envelope };
    default:
      return assertNever(event);
  }
}

export const toPublished: ToPublished = async (events) =>
  events.map((stored) => {
    if (!isAccountEvent(stored)) return undefined;
    const event = toPublishedEvent(stored.streamId, parseAccountEvent(stored));
    return { type: event.type, payload: JSON.stringify(event), schemaVersion: 1 };
  });
