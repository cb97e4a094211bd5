import type { Profile, UserId } from '@parley/contracts';
import type { Kysely } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';

export type UserProfiles = { load(ids: Iterable<string>): Promise<ReadonlyMap<string, Profile>> };

export type UserProfilesOptions = {
  db: Kysely<MessagesDatabase>;
  /** Asks `auth` itself about people of whom its events have not told yet. */
  ask: (ids: readonly string[]) => Promise<Profile[]>;
  ttlMs?: number;
  maxEntries?: number;
  now?: () => number;
};

/**
 * What people are called, remembered for a few seconds so that a busy room costs no look-up per message.
 * Somebody whom `auth` does not know either, or of whom it cannot be asked while it is away, is shown as a deleted user, and asked about again as late as
 * anybody else: an event is never held back for a name, for it would hold back those of all rooms behind it.
 */
export function createUserProfiles({ db, ask, ttlMs = 3_000, maxEntries = 20_000, now = Date.now }: UserProfilesOptions): UserProfiles {
  const known = new Map<string, { profile: Profile; until: number }>();

  async function read(ids: readonly string[], into: Map<string, Profile>): Promise<string[]> {
    const rows = await db.selectFrom('users').selectAll().where('user_id', 'in', ids).execute();
    if (known.size + rows.length > maxEntries) known.clear();
    for (const row of rows) {
      const profile = toProfile(row);
      into.set(row.user_id, profile);
      known.set(row.user_id, { profile, until: now() + ttlMs });
    }
    return ids.filter((id) => !into.has(id));
  }

  return {
    async load(ids) {
      const found = new Map<string, Profile>();
      const missing: string[] = [];
      for (const id of new Set(ids)) {
        const entry = known.get(id);
        if (entry && entry.until > now()) found.set(id, entry.profile);
        else missing.push(id);
      }
      if (missing.length === 0) return found;
      const unknown = await read(missing, found);
      if (unknown.length === 0) return found;
      for (const profile of await ask(unknown).catch(() => [])) found.set(profile.id, profile);
      for (const id of unknown) {
        const profile = found.get(id) ?? deletedUser(id);
        found.set(id, profile);
        known.set(id, { profile, until: now() + ttlMs });
      }
      return found;
    },
  };
}

export function profileOf(profiles: ReadonlyMap<string, Profile>, id: string): Profile {
  return profiles.get(id) ?? deletedUser(id);
}

function deletedUser(id: string): Profile {
  return { id: id as UserId, username: 'deleted_user', display_name: 'Deleted user', avatar_url: null };
}

function toProfile(row: MessagesDatabase['users']): Profile {
  return { id: row.user_id as UserId, username: row.username, display_name: row.display_name, avatar_url: row.avatar_url };
}
