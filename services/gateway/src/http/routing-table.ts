/** The services behind the front door. */
export const upstreams = ['auth', 'rooms', 'messages', 'presence', 'media', 'notifications'] as const;
export type Upstream = (typeof upstreams)[number];

/** The one path whose bodies are too large to gather. */
export const uploadRoute: readonly [path: string, upstream: Upstream] = ['/api/v1/media', 'media'];

/** Which service answers which path. The router takes the most exact one, whatever the order here. */
export const routingTable: ReadonlyArray<readonly [path: string, upstream: Upstream]> = [
  ['/.well-known/jwks.json', 'auth'],
  ['/api/v1/auth/*', 'auth'],
  ['/api/v1/users', 'auth'],
  ['/api/v1/users/*', 'auth'],
  ['/api/v1/admin/users', 'auth'],
  ['/api/v1/admin/users/*', 'auth'],
  ['/api/v1/admin/audit', 'auth'],
  ['/api/v1/admin/stats', 'auth'],
  ['/api/v1/users/online', 'presence'],
  ['/api/v1/users/me/status', 'presence'],
  ['/api/v1/presence', 'presence'],
  ['/api/v1/rooms', 'rooms'],
  ['/api/v1/rooms/*', 'rooms'],
  ['/api/v1/channels', 'rooms'],
  ['/api/v1/channels/*', 'rooms'],
  ['/api/v1/friends', 'rooms'],
  ['/api/v1/friends/*', 'rooms'],
  ['/api/v1/blocks', 'rooms'],
  ['/api/v1/blocks/*', 'rooms'],
  ['/api/v1/invites/*', 'rooms'],
  ['/api/v1/admin/rooms', 'rooms'],
  ['/api/v1/admin/rooms/*', 'rooms'],
  ['/api/v1/messages', 'messages'],
  ['/api/v1/messages/*', 'messages'],
  ['/api/v1/media/*', 'media'],
  ['/api/v1/notifications', 'notifications'],
  ['/api/v1/notifications/*', 'notifications'],
  ['/api/v1/rooms/:id/messages', 'messages'],
  ['/api/v1/rooms/:id/messages/*', 'messages'],
  ['/api/v1/rooms/:id/events', 'messages'],
  ['/api/v1/rooms/:id/read', 'messages'],
  ['/api/v1/rooms/:id/unread', 'messages'],
  ['/api/v1/rooms/:id/receipts', 'messages'],
  ['/api/v1/admin/messages', 'messages'],
  ['/api/v1/admin/messages/*', 'messages'],
  ['/api/v1/rooms/:id/pins', 'messages'],
];
