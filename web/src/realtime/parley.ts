import { createParley } from '@parley/client';

/**
 * The API as this page uses it: same origin, the refresh token in a cookie that no script reads, the access token in
 * memory alone. Tabs take turns to refresh, for a refresh token works once.
 */
export const parley = createParley({
  url: '',
  keep: 'cookie',
  exclusively: (run) => ('locks' in navigator ? navigator.locks.request('parley-refresh', run) : run()),
});
