import { type ErrorCode, isErrorCode } from '@parley/contracts/error-codes';

/** A message on its way out. `clientId` makes it one message however often it is sent. */
export type OutboxItem = {
  readonly clientId: string;
  readonly roomId: string;
  readonly content: string;
  readonly replyTo: string | null;
  /** Of files uploaded before. */
  readonly attachmentIds?: readonly string[];
  readonly createdAt: string;
  /**
   * `sending`: waits for its turn, a connection or an answer. `sent`: committed as `seq`, not yet seen in the room's log.
   * `failed`: refused for good, until retried or discarded by hand.
   */
  readonly state: 'sending' | 'sent' | 'failed';
  readonly seq: number | null;
  readonly error: ErrorCode | null;
};

/** Who sends a kept item: the tab that wrote it; undefined for one that anybody may send. */
export function ownerOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'owner' in value && typeof value.owner === 'string' ? value.owner : undefined;
}

/** @returns undefined for what an older version, or something else, left behind */
export function parseOutboxItem(value: unknown): OutboxItem | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const item: Record<string, unknown> = { ...value };
  const { clientId, roomId, content, replyTo, createdAt, error } = item;
  if (typeof clientId !== 'string' || typeof roomId !== 'string' || typeof content !== 'string' || typeof createdAt !== 'string')
    return undefined;
  const attachmentIds = Array.isArray(item.attachmentIds) ? item.attachmentIds.filter((id) => typeof id === 'string') : [];
  const state = item.state === 'failed' ? 'failed' : 'sending';
  return {
    clientId,
    roomId,
    content,
    createdAt,
    state,
    replyTo: typeof replyTo === 'string' ? replyTo : null,
    ...(attachmentIds.length > 0 ? { attachmentIds } : {}),
    seq: null,
    error: isErrorCode(error) ? error : null,
  };
}
