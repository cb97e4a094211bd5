import type { CloseReason } from '@parley/contracts';
import type { Actor } from '@parley/service-kit';

/** A room that a socket is in, as far as sockets care. */
export type FollowedRoom = {
  readonly lastSeq: number | undefined;
  /** When `lastSeq` last moved, by `performance.now()`. */
  readonly movedAt: number;
  /** Whether members may write. */
  readonly isWritable: boolean;
  dismiss(session: SocketSession): void;
};

/** An authenticated socket as the rest of the gateway sees it. */
export type SocketSession = {
  readonly connectionId: string;
  readonly userId: string;
  readonly actor: Actor;
  /** It goes, or has gone: nothing may be kept for it any more, since nobody would take it back. */
  readonly closing: boolean;
  /** The rooms whose audience it is in, by id. Kept by `RoomFeed`. */
  readonly rooms: Map<string, FollowedRoom>;
  /** Resolves when `ready` was sent, or the socket has closed. */
  readonly opened: Promise<void>;
  /** A ready-made frame that must arrive, or close the socket as too slow. */
  send(frame: Buffer): void;
  /** A ready-made frame that may be dropped. */
  sendEphemeral(frame: Buffer): void;
  /** Something about its rooms may be amiss: compare them with `messages` before long. */
  reconcileSoon(): void;
  end(reason: 'session_ended' | 'unauthenticated', detail: string): void;
  /** Closes without a word besides the code's own. */
  close(reason: CloseReason, detail?: string): void;
};
