/** For the API's description. */
export const adminUserExample = {
  id: '0199f3a0-0000-7000-8000-0000000000a1',
  username: 'ada',
  display_name: 'Ada Lovelace',
  avatar_url: null,
  bio: null,
  created_at: '2026-11-01T09:00:00.000Z',
  email: 'ada@example.org',
  role: 'user',
  suspended_at: null,
  session_count: 2,
  last_seen_at: '2026-11-20T11:58:00.000Z',
} as const;
