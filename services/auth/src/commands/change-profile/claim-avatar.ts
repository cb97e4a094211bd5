import { claimMediaRpc, type MediaId, mediaIdIn, type UserId } from '@parley/contracts';
import { RpcError, requestRpc } from '@parley/messaging';
import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';

type Wish = {
  userId: UserId;
  avatar_id?: MediaId | null | undefined;
  avatar_url?: string | null | undefined;
  traceparent: string;
};

const timeoutMs = 2_000;

/**
 * The url of a picture that this person uploaded as their avatar; null to have none, undefined when nothing is said about it.
 * @throws ProblemError `unprocessable` when it is not theirs or no avatar, `validation_failed` when id and url disagree
 */
export async function claimAvatar({ nats }: Pick<AuthDependencies, 'nats'>, wish: Wish): Promise<string | null | undefined> {
  const { userId, avatar_id, avatar_url, traceparent } = wish;
  const byUrl = avatar_url === null || avatar_url === undefined ? avatar_url : mediaIdIn(avatar_url);
  if (avatar_id !== undefined && byUrl !== undefined && avatar_id !== byUrl) {
    throw new ProblemError('validation_failed', undefined, { errors: [{ path: 'body.avatar_url', message: 'contradicts avatar_id' }] });
  }
  const id = avatar_id === undefined ? byUrl : avatar_id;
  if (id === null || id === undefined) return id;
  try {
    return (await requestRpc(nats, claimMediaRpc, { user_id: userId, id, purpose: 'avatar' }, { timeoutMs, traceparent })).url;
  } catch (error) {
    const refused = error instanceof RpcError && (error.code === 'not_found' || error.code === 'conflict');
    throw refused ? new ProblemError('unprocessable', 'There is no such picture of yours, or it is no avatar') : error;
  }
}
