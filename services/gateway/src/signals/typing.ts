import { limits, type RoomId, subjects, type TypingSignal } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import type { RoomFeed } from '../rooms/room-feed.ts';
import type { ClientSocket } from '../sockets/client-socket.ts';

export type TypingSignals = {
  /** A member of the room began or stopped typing. Anyone else is not heard, and nobody begins where nobody may write. */
  announce(socket: ClientSocket, roomId: RoomId, typing: boolean): void;
  /** Tells the others in the room. */
  deliver(payload: Uint8Array, feed: RoomFeed): void;
};

/** Typing travels on core NATS beside the room's events. It ends by itself: who vanishes has stopped. */
export function createTypingSignals(nats: Nats): TypingSignals {
  const ending = new Map<string, NodeJS.Timeout>();

  function publish(signal: TypingSignal): void {
    if (nats.connected()) nats.nc.publish(subjects.typing(signal.room_id), JSON.stringify(signal));
  }

  return {
    announce(socket, roomId, typing) {
      const room = socket.rooms.get(roomId);
      if (!room || (typing && !room.isWritable)) return;
      const { userId, username } = socket.actor;
      const key = `${roomId}/${userId}`;
      const running = ending.get(key);
      clearTimeout(running);
      ending.delete(key);
      const stopped: TypingSignal = { room_id: roomId, user_id: userId, username, typing: false };
      if (typing) {
        ending.set(
          key,
          setTimeout(() => {
            ending.delete(key);
            publish(stopped);
          }, limits.typingTtlMs),
        );
        publish({ ...stopped, typing: true });
      } else if (running) publish(stopped);
    },
    deliver(payload, feed) {
      const { typing, ...data } = JSON.parse(Buffer.from(payload).toString('utf8')) as TypingSignal;
      // Its sender's gateway may not have heard yet that the room was closed for writing.
      if (typing && !feed.isWritable) return;
      const frame = encodeJsonFrame({ type: typing ? 'typing.started' : 'typing.stopped', data });
      for (const session of feed.audience) if (session.userId !== data.user_id) session.sendEphemeral(frame);
    },
  };
}
