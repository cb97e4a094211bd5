/** The seven who may ask. `admin` and `owner` are of the room in question; a server administrator is outside of it. */
export const roles = ['anonymous', 'other', 'member', 'admin', 'owner', 'removed', 'server_administrator'] as const;
export type Role = (typeof roles)[number];
/** What each of them gets: a status over HTTP, an outcome over a socket. */
export type PerRole<Answer> = Readonly<Record<Role, Answer>>;

function perRole<Answer>(all: Answer, but: Partial<PerRole<Answer>>): PerRole<Answer> {
  const same = { anonymous: all, other: all, member: all, admin: all, owner: all, removed: all, server_administrator: all };
  return { ...same, ...but };
}

/** Also without signing in. */
export function anyone(status: number): PerRole<number> {
  return perRole(status, {});
}
/** Whoever is signed in; a server administrator like everybody else. `but` for those who differ. */
export function signedIn(status: number, but: Partial<PerRole<number>> = {}): PerRole<number> {
  return perRole(status, { anonymous: 401, ...but });
}
/** Who is in the room. Outside of it, a server administrator is a stranger too. */
export function members(status: number, but: Partial<PerRole<number>> = {}): PerRole<number> {
  return signedIn(status, { other: 403, removed: 403, server_administrator: 403, ...but });
}
/** Who is in the room, where others get something else than a refusal. */
export function membersAmong(status: number, others: number): PerRole<number> {
  return members(status, { other: others, removed: others, server_administrator: others });
}
/** Owner and admins of the room. */
export function managers(status: number): PerRole<number> {
  return members(status, { member: 403 });
}
export function ownerOnly(status: number): PerRole<number> {
  return members(status, { member: 403, admin: 403 });
}
/** Routes below `/admin`. */
export function administrators(status: number): PerRole<number> {
  return perRole(403, { anonymous: 401, server_administrator: status });
}

/** As `signedIn` and `members`, for frames. */
export function framesOfAll<Outcome>(outcome: Outcome): PerRole<Outcome | 'unauthenticated'> {
  return perRole<Outcome | 'unauthenticated'>(outcome, { anonymous: 'unauthenticated' });
}
export function framesOfMembers<Outcome, Refusal>(outcome: Outcome, refusal: Refusal): PerRole<Outcome | Refusal | 'unauthenticated'> {
  const others = { other: refusal, removed: refusal, server_administrator: refusal };
  return perRole<Outcome | Refusal | 'unauthenticated'>(outcome, { anonymous: 'unauthenticated', ...others });
}
