import { browserDevice, createParley } from '@parley/client';

/** What this browser keeps of the person who uses it, until they sign out: rooms, what was read last, drafts, unsent messages. */
export const device = browserDevice('parley');

/**
 * The API as this page uses it: same origin, the refresh token in a cookie that no script reads, the access token in
 * memory alone. Tabs take turns to refresh, for a refresh token works once.
 */
export const parley = createParley({
  url: '',
  keep: 'cookie',
  device,
  exclusively: (run) => ('locks' in navigator ? navigator.locks.request('parley-refresh', run) : run()),
});
