import { memberJoinedSchema, memberLeftSchema, roomUpdatedSchema } from '@parley/contracts';

export type MembershipLine = { userId: string; reason: 'left' | 'removed' };

/** Whom a `member.left` line is about: with joining and whether one may write, all that the gateway reads of events. Undefined when it does not say. */
export function readMembershipLine(payload: Uint8Array): MembershipLine | undefined {
  const line = memberLeftSchema.safeParse(parseJson(payload));
  return line.success ? { userId: line.data.data.user.id, reason: line.data.data.reason } : undefined;
}

/** Whether members may write after a `room.updated` line. Undefined when it does not say. */
export function readIsWritable(payload: Uint8Array): boolean | undefined {
  const line = roomUpdatedSchema.safeParse(parseJson(payload));
  return line.success ? line.data.data.is_writable : undefined;
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** @throws when it is no `member.joined` line */
export function readJoiner(payload: Uint8Array): string {
  return memberJoinedSchema.parse(JSON.parse(Buffer.from(payload).toString('utf8'))).data.user.id;
}
