import type { Profile, UserId } from '@parley/contracts';

/** The columns of `users` in a row that was joined with it. Null where nobody has the id (any more). */
export type NamedRow = { username: string | null; display_name: string | null; avatar_url: string | null };

export function profileIn(id: UserId, { username, display_name, avatar_url }: NamedRow): Profile {
  if (username === null || display_name === null) return { id, username: 'deleted_user', display_name: 'Deleted user', avatar_url: null };
  return { id, username, display_name, avatar_url };
}
