import { type claimMediaRpc, mediaUrl } from '@parley/contracts';
import { RpcRefusal } from '@parley/messaging';
import { ProblemError } from '@parley/service-kit';
import type { z } from 'zod';
import type { MediaDependencies } from '../../dependencies.ts';
import { executeOnMedia } from '../execute-on-media.ts';

/** `auth` and `rooms` make an upload somebody's picture, before they record it. @throws RpcRefusal `not_found`, `conflict` */
export async function claimMedia(
  { db, clock }: Pick<MediaDependencies, 'db' | 'clock'>,
  { user_id, id, purpose, room_id }: z.output<typeof claimMediaRpc.request>,
  traceparent: string | undefined,
): Promise<z.input<typeof claimMediaRpc.reply>> {
  const command = { type: 'Claim', userId: user_id, purpose, roomId: room_id ?? null, at: clock().toISOString() } as const;
  const metadata = { actor_id: user_id, ...(traceparent === undefined ? {} : { traceparent }) };
  try {
    await db.transaction().execute((trx) => executeOnMedia({ trx, mediaId: id, command, metadata }));
  } catch (error) {
    if (error instanceof ProblemError) throw new RpcRefusal(error.code, error.message);
    throw error;
  }
  return { id, url: mediaUrl(id) };
}
