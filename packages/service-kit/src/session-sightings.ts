/** Sessions that were used of late, by when: a sorted set in Redis that `auth` empties into its database. */
export const sightingsKey = 'session-sightings';

/** A session in use is noted this often by each process, not with every request. */
export const sightingEveryMs = 60_000;

const remembered = 50_000;

/**
 * Says whether a session should be noted now, and takes that as done. Bounded: beyond fifty thousand sessions in a minute the
 * longest known are forgotten, and noted again a little early.
 */
export function createSightings(now: () => number = Date.now): (sessionId: string) => boolean {
  const notedAt = new Map<string, number>();
  return (sessionId) => {
    const at = now();
    const last = notedAt.get(sessionId);
    if (last !== undefined && at - last < sightingEveryMs) return false;
    // Deleted first, so that the order of the map is the order of the notes.
    notedAt.delete(sessionId);
    notedAt.set(sessionId, at);
    if (notedAt.size > remembered) notedAt.delete(notedAt.keys().next().value ?? sessionId);
    return true;
  };
}
