import { type PresenceSignal, subjects } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import type { Logger } from 'pino';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import type { RoomFeeds } from '../rooms/room-feeds.ts';
import { onMessage } from '../signals/on-message.ts';
import type { SessionRegistry } from '../sockets/session-registry.ts';
import type { SocketSession } from '../sockets/socket-session.ts';

/** Tells the people here who share a room or a friendship with someone whose presence changed: each socket once. */
export function relayPresence(
  { nats, log }: { nats: Nats; log: Logger },
  feeds: RoomFeeds,
  sessions: SessionRegistry,
): { unsubscribe(): void } {
  const options = onMessage(log, (message) => {
    const { room_ids, friend_ids, hidden_from, ...data } = JSON.parse(message.string()) as PresenceSignal;
    const audience = new Set<SocketSession>();
    for (const roomId of room_ids) for (const session of feeds.find(roomId)?.audience ?? []) audience.add(session);
    for (const friendId of friend_ids) for (const session of sessions.ofUser(friendId)) audience.add(session);
    const untold = new Set<string>([data.user_id, ...hidden_from]);
    const frame = encodeJsonFrame({ type: 'presence.changed', data });
    for (const session of audience) if (!untold.has(session.userId)) session.sendEphemeral(frame);
  });
  return nats.nc.subscribe(subjects.presence(), options);
}
