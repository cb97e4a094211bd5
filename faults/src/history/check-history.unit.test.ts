import type { LogEvent } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { checkHistory, type PropertyName } from './check-history.ts';
import { type Attempt, type Change, type History, identityOf, type PersonHistory, type RoomHistory } from './history.ts';

const roomId = 'room';
const ada = 'ada';
const grace = 'grace';
const eve = 'eve';

/** Ada and Grace talk; Eve joins, hears one message and is removed again. Everything is as it should be. */
function soundHistory(): History {
  const log = [
    joined(1, ada),
    joined(2, grace),
    posted(3, ada, 'one'),
    joined(4, eve),
    posted(5, grace, 'two'),
    left(6, eve),
    posted(7, ada, 'three'),
  ];
  const attempts: Attempt[] = [
    sent(ada, 'one', { startedAt: 0, at: 10, seq: 3 }),
    sent(grace, 'two', { startedAt: 20, at: 30, seq: 5 }),
    sent(ada, 'three', { startedAt: 25, at: 40, seq: 7 }),
    { ...sent(eve, 'four', { startedAt: 50, at: 60, seq: 8 }), outcome: { kind: 'refused', at: 60, code: 'not_a_member' } },
  ];
  return {
    attempts,
    changes: [],
    rooms: [
      {
        roomId,
        visibility: 'joined',
        log,
        lines: [line(3, 'one'), line(5, 'two'), line(7, 'three')],
        readStates: new Map([
          [ada, { lastReadSeq: 3, unreadCount: 1 }],
          [grace, { lastReadSeq: 5, unreadCount: 1 }],
        ]),
      },
    ],
    people: [
      person(ada, log, { lastReadSeq: 3, unreadCount: 1 }),
      person(grace, log.slice(1), { lastReadSeq: 5, unreadCount: 1 }),
      { personId: eve, isLoggedOut: false, stretches: [stretch(log.slice(3, 6))], finalViews: [] },
    ],
  };
}

/** Then Ada edits her last message, Grace pins it, Ada reacts to it and deletes her first one, which Grace has not read. */
function changedHistory(): History {
  const { attempts, rooms, people } = soundHistory();
  const told: Array<Pick<Change, 'messageId' | 'what'>> = [
    { messageId: 'three', what: { kind: 'edit', content: 'THREE' } },
    { messageId: 'three', what: { kind: 'react', emoji: '👍' } },
    { messageId: 'one', what: { kind: 'delete' } },
    { messageId: 'two', what: { kind: 'unreact', emoji: '👀' } },
  ];
  const later = [
    changed(8, 'message.edited', 'three', { content: 'THREE' }),
    changed(9, 'reaction.added', 'three', { emoji: '👍', user: { id: ada } }),
    changed(10, 'message.pinned', 'three'),
    changed(11, 'message.deleted', 'one'),
  ];
  const now = [{ ...line(3, 'one'), content: '', text: '' }, line(5, 'two'), { ...line(7, 'three'), text: 'THREE 👍 pinned' }];
  const readStates = new Map([
    [ada, { lastReadSeq: 3, unreadCount: 1 }],
    [grace, { lastReadSeq: 2, unreadCount: 1 }],
  ]);
  return {
    attempts,
    changes: told.map((change) => ({ ...change, personId: ada, roomId, outcome: 'done' })),
    rooms: rooms.map((room) => ({ ...room, log: [...room.log, ...later], lines: now, readStates })),
    people: people.map((one) => {
      if (one.personId === eve) return one;
      const stretches = one.stretches.map((shown) => ({ ...shown, identities: [...shown.identities, ...later.map(identityOf)] }));
      const read = readStates.get(one.personId) ?? { lastReadSeq: 0, unreadCount: 0 };
      return { ...one, stretches, finalViews: [{ roomId, seq: 11, lines: now, ...read }] };
    }),
  };
}

describe('the checker', () => {
  it('finds nothing in a history in which nothing is wrong', () => {
    expect(checkHistory(soundHistory())).toEqual([]);
  });

  it('finds nothing in a newcomer reading what came before them, where the room lets them', () => {
    const open = withRoom((room) => ({ ...room, visibility: 'all' }))(soundHistory());
    const early = withStretch(eve, ({ from, identities }) => ({
      from: from - 1,
      identities: [identityOf(posted(3, ada, 'one')), ...identities],
    }));
    expect(checkHistory(early(open))).toEqual([]);
  });

  const wrongs: Array<[wrong: string, property: PropertyName, spoil: (history: History) => History]> = [
    ['an acknowledged message is missing', 'what was acknowledged is in the log, as it was sent', withLog((log) => log.slice(0, -1))],
    [
      'an acknowledged message stands under another content',
      'what was acknowledged is in the log, as it was sent',
      withLog((log) => log.map((event) => (event.seq === 3 ? posted(3, ada, 'one', 'something else') : event))),
    ],
    [
      'an acknowledged message stands under another client_id',
      'what was acknowledged is in the log, as it was sent',
      withAttempt(0, (attempt) => ({ ...attempt, clientId: 'client of nobody' })),
    ],
    ['a message stands twice', 'nothing stands in the log twice', withLog((log) => [...log, posted(8, ada, 'three')])],
    ['a seq is missing', 'the log counts 1, 2, 3, …', withLog((log) => log.filter((event) => event.seq !== 4))],
    ['a seq comes twice', 'the log counts 1, 2, 3, …', withLog((log) => [...log.slice(0, 4), ...log.slice(3)])],
    [
      'a message stands before one that was acknowledged earlier',
      'what was acknowledged before another was sent stands before it',
      withAttempt(1, (attempt) => ({ ...attempt, outcome: { kind: 'acknowledged', at: 30, id: 'two', seq: 2 } })),
    ],
    [
      'one client was shown another order',
      'everybody is shown the same events in the same order',
      withStretch(grace, ({ from, identities }) => ({ from, identities: [...identities.slice(0, 3), ...identities.slice(3).reverse()] })),
    ],
    [
      'one client was shown something that is not in the log',
      'everybody is shown the same events in the same order',
      withStretch(grace, ({ from, identities }) => ({ from, identities: [...identities, 'posted ghost ada c'] })),
    ],
    [
      'somebody was shown what came after their removal',
      'nobody is shown what is not theirs to read',
      withStretch(eve, ({ from, identities }) => ({ from, identities: [...identities, identityOf(posted(7, ada, 'three'))] })),
    ],
    [
      'somebody was shown what came before their joining',
      'nobody is shown what is not theirs to read',
      withStretch(eve, ({ from, identities }) => ({ from: from - 1, identities: [identityOf(posted(3, ada, 'one')), ...identities] })),
    ],
    [
      'somebody was shown what came after their removal from a room whose history is open',
      'nobody is shown what is not theirs to read',
      (history) => {
        const open = withRoom((room) => ({ ...room, visibility: 'all' }))(history);
        return withStretch(eve, ({ from, identities }) => ({ from, identities: [...identities, identityOf(posted(7, ada, 'three'))] }))(
          open,
        );
      },
    ],
    [
      'a refused message is in the log',
      'what was refused is not done',
      withAttempt(0, (attempt) => ({ ...attempt, outcome: { kind: 'refused', at: 10, code: 'unavailable' } })),
    ],
    ['a session is gone', 'nobody is logged out', withPerson(grace, (one) => ({ ...one, isLoggedOut: true }))],
    ['a member was refused', 'every attempt ends', withAttempt(3, (attempt) => ({ ...attempt, personId: ada }))],
    ['an attempt was never answered', 'every attempt ends', withAttempt(1, (attempt) => ({ ...attempt, outcome: { kind: 'open' } }))],
    [
      'what was left in an outbox was never sent',
      'every attempt ends',
      withAttempt(1, (attempt) => ({ ...attempt, clientId: 'client of nobody', outcome: { kind: 'carried' } })),
    ],
    [
      'a client stays behind',
      'what every client shows at the end is what a fresh one reads',
      withView(grace, (view) => ({ ...view, seq: 6 })),
    ],
    [
      'a client shows another text',
      'what every client shows at the end is what a fresh one reads',
      withView(ada, (view) => ({ ...view, lines: [line(3, 'won')] })),
    ],
    [
      'a client keeps a room that its person was removed from',
      'what every client shows at the end is what a fresh one reads',
      (history) => ({
        ...history,
        people: history.people.map((one) =>
          one.personId === eve ? { ...one, finalViews: [{ roomId, seq: 7, unreadCount: 0, lastReadSeq: 0, lines: [] }] } : one,
        ),
      }),
    ],
    [
      'a client lost a room',
      'what every client shows at the end is what a fresh one reads',
      (history) => ({ ...history, people: history.people.map((one) => (one.personId === ada ? { ...one, finalViews: [] } : one)) }),
    ],
    ['a client counts wrongly', 'unread counts are exact', withView(grace, (view) => ({ ...view, unreadCount: 2 }))],
    [
      'the server counts wrongly',
      'unread counts are exact',
      withRoom((room) => ({ ...room, readStates: new Map([[ada, { lastReadSeq: 3, unreadCount: 0 }]]) })),
    ],
    ['two devices disagree on what was read', 'unread counts are exact', withView(grace, (view) => ({ ...view, lastReadSeq: 2 }))],
    [
      'client and server disagree on what was read, though only own messages lie between',
      'unread counts are exact',
      withView(grace, (view) => ({ ...view, lastReadSeq: 4 })),
    ],
  ];

  it('finds nothing in messages that were edited, reacted to and deleted', () => {
    expect(checkHistory(changedHistory())).toEqual([]);
  });

  const wrongChanges: Array<[wrong: string, property: PropertyName, spoil: (history: History) => History]> = [
    [
      'a late edit of a deleted message shows text again',
      'what was deleted stays deleted',
      withView(ada, (view) => ({ ...view, lines: [{ ...line(3, 'one'), content: 'late' }] })),
    ],
    [
      'the server shows the text of a deleted message to a newcomer',
      'what was deleted stays deleted',
      withRoom((room) => ({ ...room, lines: [line(3, 'one')] })),
    ],
    [
      'a message is edited after its deletion',
      'what was deleted stays deleted',
      withLog((log) => [...log, changed(12, 'message.edited', 'one', { content: 'late' })]),
    ],
    [
      'an edit that somebody was told is done is missing',
      'what was done to messages is in the log',
      withLog((log) => log.map((one) => (one.seq === 8 ? changed(8, 'message.edited', 'three', { content: 'other' }) : one))),
    ],
    [
      'a reaction that somebody was told is done is missing',
      'what was done to messages is in the log',
      withLog((log) => log.map((one) => (one.seq === 9 ? changed(9, 'message.pinned', 'three') : one))),
    ],
    [
      'a deletion that somebody was told is done is missing',
      'what was done to messages is in the log',
      withLog((log) => log.map((one) => (one.seq === 11 ? changed(11, 'message.pinned', 'one') : one))),
    ],
    [
      'one client was shown a reaction of somebody else',
      'everybody is shown the same events in the same order',
      withStretch(grace, ({ from, identities }) => ({ from, identities: identities.map((one) => one.replace(' 👍 ada', ' 👍 eve')) })),
    ],
    [
      'a reaction is missing on one client',
      'what every client shows at the end is what a fresh one reads',
      withView(grace, (view) => ({ ...view, lines: [{ ...line(7, 'three'), text: 'THREE' }] })),
    ],
    ['a deleted message still counts as unread', 'unread counts are exact', withView(grace, (view) => ({ ...view, unreadCount: 2 }))],
  ];

  it.each(wrongChanges)('finds that %s', (_wrong, property, spoil) => {
    expect(checkHistory(spoil(changedHistory())).map((violation) => violation.property)).toContain(property);
  });

  it.each(wrongs)('finds that %s', (_wrong, property, spoil) => {
    expect(checkHistory(spoil(soundHistory())).map((violation) => violation.property)).toContain(property);
  });

  it('shows a few breaches of each property and counts the rest', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ ...sent(ada, `x${index}`, { startedAt: 0, at: 1, seq: 100 + index }) }));
    const found = checkHistory({ ...soundHistory(), attempts: many });
    const lost = found.filter(({ property }) => property === 'what was acknowledged is in the log, as it was sent');
    expect(lost).toHaveLength(11);
    expect(lost.at(-1)?.what).toBe('… and 20 more');
  });
});

function withRoom(change: (room: RoomHistory) => RoomHistory): (history: History) => History {
  return (history) => ({ ...history, rooms: history.rooms.map(change) });
}

function withLog(change: (log: readonly LogEvent[]) => readonly LogEvent[]): (history: History) => History {
  return withRoom((room) => ({ ...room, log: change(room.log) }));
}

function withAttempt(index: number, change: (attempt: Attempt) => Attempt): (history: History) => History {
  return (history) => ({ ...history, attempts: history.attempts.map((attempt, at) => (at === index ? change(attempt) : attempt)) });
}

function withPerson(personId: string, change: (one: PersonHistory) => PersonHistory): (history: History) => History {
  return (history) => ({ ...history, people: history.people.map((one) => (one.personId === personId ? change(one) : one)) });
}

type Shown = { from: number; identities: string[] };
function withStretch(personId: string, change: (shown: Shown) => Shown): (history: History) => History {
  return withPerson(personId, (one) => ({ ...one, stretches: one.stretches.map((shown) => ({ ...shown, ...change(shown) })) }));
}

function withView(personId: string, change: (view: PersonHistory['finalViews'][number]) => PersonHistory['finalViews'][number]) {
  return withPerson(personId, (one) => ({ ...one, finalViews: one.finalViews.map(change) }));
}

function person(personId: string, log: readonly LogEvent[], read: { lastReadSeq: number; unreadCount: number }): PersonHistory {
  return {
    personId,
    isLoggedOut: false,
    stretches: [stretch(log)],
    finalViews: [{ roomId, seq: 7, lines: [line(3, 'one'), line(7, 'three')], ...read }],
  };
}

function stretch(events: readonly LogEvent[]) {
  return { roomId, from: events[0]?.seq ?? 1, identities: events.map(identityOf) };
}

function line(seq: number, text: string) {
  return { seq, id: text, content: text, text };
}

function sent(personId: string, name: string, { startedAt, at, seq }: { startedAt: number; at: number; seq: number }): Attempt {
  return {
    personId,
    roomId,
    clientId: `client of ${name}`,
    content: name,
    startedAt,
    outcome: { kind: 'acknowledged', at, id: name, seq },
  };
}

/** Events as they come over the wire; ids are names here, for the reader's sake. */
function event(seq: number, type: string, data: unknown): LogEvent {
  return JSON.parse(JSON.stringify({ type, room_id: roomId, seq, at: '2026-01-01T00:00:00.000Z', data }));
}

function joined(seq: number, id: string): LogEvent {
  return event(seq, 'member.joined', { user: { id }, role: 'member', actor: null });
}

function left(seq: number, id: string): LogEvent {
  return event(seq, 'member.left', { user: { id }, reason: 'removed', actor: null });
}

function posted(seq: number, id: string, name: string, content = name): LogEvent {
  return event(seq, 'message.posted', { id: name, client_id: `client of ${name}`, sender: { id }, content });
}

function changed(seq: number, type: string, id: string, data: object = {}): LogEvent {
  return event(seq, type, { id, message_seq: 1, ...data });
}
