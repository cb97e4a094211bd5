import type { BlockList, Friend, FriendList, FriendRequestList, RequestedFriendship } from '@parley/contracts';
import type { Call } from './call.ts';
import type { Page } from './paging.ts';

export function friendsMethods(call: Call) {
  return {
    list: (page: Page = {}) => call<FriendList>('GET', '/friends', { query: page }),
    remove: (userId: string) => call<undefined>('DELETE', `/friends/${userId}`),
    requests: (query: Page & { direction?: 'incoming' | 'outgoing' } = {}) =>
      call<FriendRequestList>('GET', '/friends/requests', { query }),
    /** `state` is `friends` at once when the other person had asked already. */
    request: (userId: string) => call<RequestedFriendship>('POST', '/friends/requests', { body: { user_id: userId } }),
    accept: (requestId: string) => call<Friend>('POST', `/friends/requests/${requestId}/accept`),
    decline: (requestId: string) => call<undefined>('POST', `/friends/requests/${requestId}/decline`),
    withdraw: (requestId: string) => call<undefined>('DELETE', `/friends/requests/${requestId}`),
    blocks: (page: Page = {}) => call<BlockList>('GET', '/blocks', { query: page }),
    block: (userId: string) => call<undefined>('PUT', `/blocks/${userId}`),
    unblock: (userId: string) => call<undefined>('DELETE', `/blocks/${userId}`),
  };
}
