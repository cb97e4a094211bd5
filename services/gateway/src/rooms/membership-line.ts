import { memberJoinedSchema, memberLeftSchema } from '@parley/contracts';

export type MembershipLine = { userId: string; reason: 'left' | 'removed' };

/** Whom a `member.left` line is about: the only kind of event, besides joining, that the gateway reads. Undefined when it does not say. */
export function readMembershipLine(payload: Uint8Array): MembershipLine | undefined {
  const line = memberLeftSchema.safeParse(parseJson(payload));
  return line.success ? { userId: line.data.data.user.id, reason: line.data.data.reason } : undefined;
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
