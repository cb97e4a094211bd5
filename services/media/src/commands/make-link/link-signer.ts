import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type MediaId, type UserId, userIdSchema } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { MediaDatabase } from '../../media-database.ts';

/** Long enough for a page to ask for its pictures and for a video to be watched in pieces; short enough to leak little. */
export const linkSeconds = 300;

export type LinkSigner = {
  sign(mediaId: MediaId, userId: UserId, now: Date): { token: string; expiresAt: Date };
  /** Whose link it is. @throws ProblemError `unauthenticated` for a link that is over, for another file, or not ours */
  verify(mediaId: MediaId, token: string, now: Date): UserId;
};

const userBytes = 16;
const expiryBytes = 4;
const macBytes = 32;

/** Links carry who they were made for, and until when; that person's right to read is asked for again at every use. */
export async function openLinkSigner(db: MediaDatabase, clock: () => Date): Promise<LinkSigner> {
  const secret = await readSecret(db, clock());
  const mac = (mediaId: MediaId, head: Buffer) => createHmac('sha256', secret).update(mediaId).update(head).digest();

  return {
    sign(mediaId, userId, now) {
      const expires = Math.floor(now.getTime() / 1_000) + linkSeconds;
      const head = Buffer.alloc(userBytes + expiryBytes);
      head.write(userId.replaceAll('-', ''), 'hex');
      head.writeUInt32BE(expires, userBytes);
      return { token: Buffer.concat([head, mac(mediaId, head)]).toString('base64url'), expiresAt: new Date(expires * 1_000) };
    },
    verify(mediaId, token, now) {
      const bytes = Buffer.from(token, 'base64url');
      const head = bytes.subarray(0, userBytes + expiryBytes);
      const whole = bytes.length === userBytes + expiryBytes + macBytes;
      if (!whole || !timingSafeEqual(bytes.subarray(head.length), mac(mediaId, head))) throw refused('The link is not valid');
      if (head.readUInt32BE(userBytes) * 1_000 < now.getTime()) throw refused('The link has expired');
      const hex = head.toString('hex', 0, userBytes);
      return userIdSchema.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
    },
  };
}

/** The first replica makes it, all others find it. */
async function readSecret(db: MediaDatabase, now: Date): Promise<Buffer> {
  const made = { secret: randomBytes(32), created_at: now };
  await db
    .insertInto('link_keys')
    .values(made)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await db.selectFrom('link_keys').select('secret').executeTakeFirstOrThrow()).secret;
}

function refused(detail: string): ProblemError {
  return new ProblemError('unauthenticated', detail);
}
