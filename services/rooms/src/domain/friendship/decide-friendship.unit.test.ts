import { limits } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import {
  accepted,
  adamBlocked,
  ask,
  atMs,
  cancelled,
  declined,
  ended,
  endedByBlock,
  given,
  olgaAsked,
  olgaBlocked,
  olgaUnblocked,
  otherRequestId,
  requestId,
} from '../../fixture/friendship-specification.ts';
import { adam, mia, olga } from '../../fixture/room-specification.ts';
import { closedReason, evolveFriendship, strangers } from './friendship.ts';
import type { FriendshipEvent } from './friendship-events.ts';

const adamAsks = (change: Parameters<typeof ask>[0] = {}) => ask({ actorId: adam, otherId: olga, requestId: otherRequestId, ...change });

describe('asking somebody to be friends', () => {
  it('makes a request that waits', () => {
    given().when(ask()).then(olgaAsked);
  });
  it('is the same request when asked again', () => {
    given(olgaAsked)
      .when(ask({ requestId: otherRequestId }))
      .then();
  });
  it('accepts the request that it crosses, under its id', () => {
    given(olgaAsked).when(adamAsks()).then(accepted);
  });
  it('may be done again after withdrawing, or after the friendship has ended', () => {
    given(olgaAsked, cancelled).when(ask()).then(olgaAsked);
    given(olgaAsked, accepted, ended).when(ask()).then(olgaAsked);
  });
  it('may be done by who declined', () => {
    given(olgaAsked, declined)
      .when(adamAsks())
      .then({ type: 'FriendRequested', data: { requestId: otherRequestId, fromId: adam, toId: olga } });
  });
  it('is refused with oneself', () => {
    given()
      .when(ask({ otherId: olga }))
      .thenRefused({ kind: 'NotWithOneself' });
  });
  it('is refused with nobody', () => {
    given()
      .when(ask({ otherExists: false }))
      .thenRefused({ kind: 'UserUnknown', userId: adam });
  });
  it('is refused with a friend', () => {
    given(olgaAsked, accepted).when(ask()).thenRefused({ kind: 'AlreadyFriends' });
  });
  it('is refused with somebody one has blocked oneself', () => {
    given(olgaBlocked).when(ask()).thenRefused({ kind: 'YouBlockedThem' });
    given(olgaBlocked, adamBlocked).when(ask()).thenRefused({ kind: 'YouBlockedThem' });
  });
  it('is refused alike by who blocked, who declined lately and who has too many friends', () => {
    given(adamBlocked).when(ask()).thenRefused({ kind: 'NotAccepting' });
    given(olgaAsked, declined).when(ask()).thenRefused({ kind: 'NotAccepting' });
    given()
      .when(ask({ otherFriends: limits.friendsMax }))
      .thenRefused({ kind: 'NotAccepting' });
  });
  it('may be done again seven days after it was declined', () => {
    const later = atMs + 7 * 24 * 60 * 60 * 1_000;
    given(olgaAsked, declined)
      .when(ask({ atMs: later - 1 }))
      .thenRefused({ kind: 'NotAccepting' });
    given(olgaAsked, declined)
      .when(ask({ atMs: later }))
      .then(olgaAsked);
  });
  it('is refused with too many friends, too many waiting requests, too many of late', () => {
    given()
      .when(ask({ actorFriends: limits.friendsMax }))
      .thenRefused({ kind: 'TooManyFriends' });
    given()
      .when(ask({ pendingRequests: limits.friendRequestsPendingMax }))
      .thenRefused({ kind: 'TooManyPendingRequests' });
    given()
      .when(ask({ recentRequests: limits.friendRequestsPerHour }))
      .thenRefused({ kind: 'TooManyRequestsLately' });
  });
  it('is limited alike for who is blocked and who is not: the limit does not tell them apart', () => {
    for (const change of [{ recentRequests: limits.friendRequestsPerHour }, { pendingRequests: limits.friendRequestsPendingMax }]) {
      const kind = 'recentRequests' in change ? 'TooManyRequestsLately' : 'TooManyPendingRequests';
      given(adamBlocked).when(ask(change)).thenRefused({ kind });
      given().when(ask(change)).thenRefused({ kind });
    }
  });
  it('needs room for a friend on both sides when it crosses', () => {
    given(olgaAsked)
      .when(adamAsks({ actorFriends: limits.friendsMax }))
      .thenRefused({ kind: 'TooManyFriends' });
    given(olgaAsked)
      .when(adamAsks({ otherFriends: limits.friendsMax }))
      .thenRefused({ kind: 'NotAccepting' });
  });
});

describe('answering a request', () => {
  const counts = { actorFriends: 0, otherFriends: 0 };
  const acceptance = { kind: 'AcceptRequest', requestId, actorId: adam, ...counts } as const;
  const decline = { kind: 'DeclineRequest', requestId, actorId: adam, atMs } as const;
  const withdrawal = { kind: 'WithdrawRequest', requestId, actorId: olga } as const;

  it('accepts, declines or withdraws', () => {
    given(olgaAsked).when(acceptance).then(accepted);
    given(olgaAsked).when(decline).then(declined);
    given(olgaAsked).when(withdrawal).then(cancelled);
  });
  it.each([acceptance, decline, withdrawal])('is refused without such a request: $kind', (command) => {
    given().when(command).thenRefused({ kind: 'RequestNotFound' });
    given(olgaAsked, accepted).when(command).thenRefused({ kind: 'RequestNotFound' });
    given(olgaAsked, cancelled).when(command).thenRefused({ kind: 'RequestNotFound' });
    given(olgaAsked)
      .when({ ...command, requestId: otherRequestId })
      .thenRefused({ kind: 'RequestNotFound' });
  });
  it('is the other side: nobody accepts or declines their own request, nobody withdraws another’s', () => {
    given(olgaAsked)
      .when({ ...acceptance, actorId: olga })
      .thenRefused({ kind: 'RequestNotFound' });
    given(olgaAsked)
      .when({ ...decline, actorId: olga })
      .thenRefused({ kind: 'RequestNotFound' });
    given(olgaAsked)
      .when({ ...withdrawal, actorId: adam })
      .thenRefused({ kind: 'RequestNotFound' });
    given(olgaAsked)
      .when({ ...acceptance, actorId: mia })
      .thenRefused({ kind: 'RequestNotFound' });
  });
  it('is refused when either has too many friends', () => {
    given(olgaAsked)
      .when({ ...acceptance, actorFriends: limits.friendsMax })
      .thenRefused({ kind: 'TooManyFriends' });
    given(olgaAsked)
      .when({ ...acceptance, otherFriends: limits.friendsMax })
      .thenRefused({ kind: 'NotAccepting' });
  });
});

describe('ending a friendship', () => {
  const end = { kind: 'EndFriendship', actorId: adam, otherId: olga } as const;
  it('may be done by either', () => {
    given(olgaAsked, accepted).when(end).then(ended);
    given(olgaAsked, accepted)
      .when({ ...end, actorId: olga, otherId: adam })
      .then(ended);
  });
  it('is refused to those who are not friends', () => {
    for (const history of [[], [olgaAsked], [olgaAsked, accepted, ended], [olgaBlocked]])
      given(...history)
        .when(end)
        .thenRefused({ kind: 'NotFriends' });
  });
});

describe('blocking', () => {
  const block = { kind: 'BlockUser', actorId: olga, otherId: adam, otherExists: true, atMs, blocks: 0 } as const;
  it('ends a friendship and takes requests away, whosever they were', () => {
    given().when(block).then(olgaBlocked);
    given(olgaAsked, accepted).when(block).then(endedByBlock, olgaBlocked);
    given(olgaAsked).when(block).then(cancelled, olgaBlocked);
    given(olgaAsked)
      .when({ ...block, actorId: adam, otherId: olga })
      .then(declined, adamBlocked);
  });
  it('happens once, and to each other', () => {
    given(olgaBlocked).when(block).then();
    given(adamBlocked).when(block).then(olgaBlocked);
  });
  it('is refused with oneself, with nobody, and beyond the limit', () => {
    given()
      .when({ ...block, otherId: olga })
      .thenRefused({ kind: 'NotWithOneself' });
    given()
      .when({ ...block, otherExists: false })
      .thenRefused({ kind: 'UserUnknown', userId: adam });
    given()
      .when({ ...block, blocks: limits.blocksMax })
      .thenRefused({ kind: 'TooManyBlocks' });
  });
  it('is taken back by who did it, and only what they did', () => {
    const unblock = { kind: 'UnblockUser', actorId: olga, otherId: adam } as const;
    given(olgaBlocked).when(unblock).then(olgaUnblocked);
    given(adamBlocked).when(unblock).then();
    given().when(unblock).then();
  });
});

describe('the direct room of two people', () => {
  const closed = (...history: FriendshipEvent[]) => closedReason(history.reduce(evolveFriendship, strangers));
  it.each([
    ['strangers', [], null],
    ['a request', [olgaAsked], null],
    ['friends', [olgaAsked, accepted], null],
    ['an ended friendship', [olgaAsked, accepted, ended], 'not_friends'],
    ['friends again', [olgaAsked, accepted, ended, olgaAsked, accepted], null],
    ['a declined request', [olgaAsked, declined], null],
    ['a block', [olgaBlocked], 'blocked'],
    ['blocks in both directions, one taken back', [olgaBlocked, adamBlocked, olgaUnblocked], 'blocked'],
    ['a block taken back', [olgaBlocked, olgaUnblocked], null],
    ['a block that ended a friendship, taken back', [olgaAsked, accepted, endedByBlock, olgaBlocked, olgaUnblocked], null],
    ['an ended friendship, then a block taken back', [olgaAsked, accepted, ended, olgaBlocked, olgaUnblocked], 'not_friends'],
  ] as const)('after %s', (_name, history, reason) => {
    expect(closed(...history)).toBe(reason);
  });
});
