import type { PublishingService } from './published-event.ts';

/**
 * NATS subjects, all of them.
 *
 * `evt.<service>.<stream id>.<event type>`   stored in the service's stream
 * `live.<service>.<stream id>.<event type>`  the same, republished by JetStream after storing
 * `rpc.<service>.<name>`                     request/reply between services
 * `live.typing.<room id>.signal`             who is typing; beside the room's events so that one subscription has both
 * `live.reading.<room id>.signal`            who has read how far, where the room shows it; likewise
 * `eph.…`                                    other ephemeral signals, never stored
 */
export const subjects = {
  event: (service: PublishingService, streamId: string, type: string) => `evt.${service}.${streamId}.${type}`,
  allEvents: (service: PublishingService) => `evt.${service}.>`,
  live: (service: PublishingService, streamId: string, type: string) => `live.${service}.${streamId}.${type}`,
  allLive: (service: PublishingService) => `live.${service}.>`,
  /** Everything that happens in one room. */
  liveRoom: (roomId: string) => `live.*.${roomId}.>`,
  /** Membership lines of every room: how a gateway learns of rooms that it does not follow yet. */
  liveMemberships: () => 'live.messages.*.member.*',
  rpc: (service: string, name: string) => `rpc.${service}.${name}`,
  /** `RelayWake`: another replica has committed. */
  relayWake: (service: PublishingService) => `eph.relay.${service}`,
  /** `TypingSignal` in one room. */
  typing: (roomId: string) => `live.typing.${roomId}.signal`,
  /** `ReadSignal` in one room that shows receipts. */
  reading: (roomId: string) => `live.reading.${roomId}.signal`,
  /** `UserSignal` for one person's sockets. */
  user: (userId: string) => `eph.user.${userId}`,
  /** `PresenceSignal`, to every gateway. */
  presence: () => 'eph.presence',
} as const;

/** The stream of a service's events. */
export function streamName(service: PublishingService): string {
  return service.toUpperCase();
}

/** Takes `live.messages.<room>.<type…>` apart. Returns undefined for any other subject. */
export function parseLiveSubject(subject: string): { service: string; streamId: string; type: string } | undefined {
  const first = subject.indexOf('.');
  const second = subject.indexOf('.', first + 1);
  const third = subject.indexOf('.', second + 1);
  if (first < 0 || second < 0 || third < 0) return undefined;
  return { service: subject.slice(first + 1, second), streamId: subject.slice(second + 1, third), type: subject.slice(third + 1) };
}
