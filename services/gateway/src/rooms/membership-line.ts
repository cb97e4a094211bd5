import { memberJoinedSchema, memberLeftSchema } from '@parley/contracts';

export type MembershipLine = { userId: string; reason: 'left' | 'removed' };

/** Whom a `member.left` line is about: the only kind of event, besides joining, that the gateway reads. @throws when it is neither */
export function readMembershipLine(payload: Uint8Array): MembershipLine {
  const line = memberLeftSchema.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  return { userId: line.data.user.id, reason: line.data.reason };
}

export function readJoiner(payload: Uint8Array): string {
  return memberJoinedSchema.parse(JSON.parse(Buffer.from(payload).toString('utf8'))).data.user.id;
}
