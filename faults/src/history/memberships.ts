import type { LogEvent } from '@parley/contracts';

/** From the line that let somebody in to the line that let them out, both included; `to` is absent while they are in. */
export type Membership = { from: number; to?: number };

/** Who was in the room when, by the room's own log. */
export function membershipsOf(log: readonly LogEvent[]): Map<string, Membership[]> {
  const all = new Map<string, Membership[]>();
  for (const event of log) {
    if (event.type === 'member.joined') {
      const { id } = event.data.user;
      all.set(id, [...(all.get(id) ?? []), { from: event.seq }]);
    }
    if (event.type === 'member.left') {
      const current = all.get(event.data.user.id)?.at(-1);
      if (current && current.to === undefined) current.to = event.seq;
    }
  }
  return all;
}

export function wasMemberAt(memberships: readonly Membership[] | undefined, seq: number): boolean {
  return memberships?.some(({ from, to }) => from <= seq && (to === undefined || seq <= to)) ?? false;
}

/** Where members may read what was said before they came, only what was said after they left for good is not theirs. */
export function wasMemberAtOrLater(memberships: readonly Membership[] | undefined, seq: number): boolean {
  return memberships?.some(({ to }) => to === undefined || seq <= to) ?? false;
}

export function isMemberNow(memberships: readonly Membership[] | undefined): boolean {
  return memberships?.at(-1) !== undefined && memberships.at(-1)?.to === undefined;
}
