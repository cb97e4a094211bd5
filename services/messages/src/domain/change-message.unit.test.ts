import type { MessageId, Seq, UserId } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { type Asking, decide, evolve, type MessageChange, type MessageState } from './change-message.ts';

const [ada, grace] = ['0199f3a0-0000-7000-8000-0000000000a1', '0199f3a0-0000-7000-8000-0000000000a2'] as [UserId, UserId];
const about = { message_id: '0199f3a0-0000-7000-8000-0000000000c1' as MessageId, message_seq: 7 as Seq, sender_id: ada };
const posted: MessageState = {
  about,
  roomType: 'group',
  isWritable: true,
  content: 'Hello @grace',
  mentions: [grace],
  mentions_everyone: null,
  hasAttachments: false,
  isDeleted: false,
  edits: 0,
  isPinned: false,
  pinsInRoom: 0,
  reactions: new Map(),
};
const sender: Asking = { userId: ada, role: 'member' };
const member: Asking = { userId: grace, role: 'member' };
const admin: Asking = { userId: grace, role: 'admin' };
const edit = (content: string): MessageChange => ({ kind: 'edit', content, mentions: [], mentions_everyone: null });
const react = (emoji: string): MessageChange => ({ kind: 'react', emoji });

/** The message after each change in turn, which must all be allowed. */
function given(...changes: Array<[MessageChange, Asking]>): MessageState {
  return changes.reduce((state, [change, asking]) => {
    const decision = decide(change, asking, state);
    if ('refused' in decision) throw new Error(decision.refused);
    return decision.events.reduce(evolve, state);
  }, posted);
}
const typesOf = (change: MessageChange, asking: Asking, state: MessageState = posted) => {
  const decision = decide(change, asking, state);
  return 'refused' in decision ? decision.refused : decision.events.map((event) => event.type);
};

describe('editing a message', () => {
  it('is one event with the new text, and whom the old one mentioned', () => {
    expect(decide(edit('Hello'), sender, posted)).toEqual({
      events: [
        {
          type: 'MessageEdited',
          data: {
            ...about,
            actor_id: ada,
            content: 'Hello',
            mentions: [],
            mentions_everyone: null,
            previous: { mentions: [grace], mentions_everyone: null },
          },
        },
      ],
    });
  });

  it.each<[string, Asking, MessageChange, Partial<MessageState>, unknown]>([
    ['by somebody else', admin, edit('x'), {}, 'forbidden'],
    ['by an administrator of the server', { userId: grace, role: 'administrator' }, edit('x'), {}, 'forbidden'],
    ['into the same text', sender, edit('Hello @grace'), {}, []],
    ['into nothing', sender, edit('  '), {}, 'empty'],
    ['into nothing, where files are attached', sender, edit(''), { hasAttachments: true }, ['MessageEdited']],
    ['for the 101st time', sender, edit('x'), { edits: 100 }, 'too_many_edits'],
    ['where nobody can write', sender, edit('x'), { isWritable: false }, 'room_closed'],
    ['that was deleted', sender, edit('x'), { isDeleted: true }, 'message_deleted'],
  ])('%s', (_case, asking, change, state, outcome) => {
    expect(typesOf(change, asking, { ...posted, ...state })).toEqual(outcome);
  });
});

describe('deleting a message', () => {
  it.each([
    ['its sender', sender, ['MessageDeleted']],
    ['another member', member, 'forbidden'],
    ['an admin', admin, ['MessageDeleted']],
    ['the owner', { userId: grace, role: 'owner' } as Asking, ['MessageDeleted']],
    ['an administrator of the server', { userId: grace, role: 'administrator' } as Asking, ['MessageDeleted']],
  ])('by %s', (_who, asking, outcome) => {
    expect(typesOf({ kind: 'delete' }, asking)).toEqual(outcome);
  });

  it('beats a late edit, is nothing new the second time, and goes where nobody can write', () => {
    const deleted = given([{ kind: 'delete' }, sender]);
    expect(typesOf(edit('late'), sender, deleted)).toBe('message_deleted');
    expect(typesOf({ kind: 'delete' }, sender, deleted)).toEqual([]);
    expect(typesOf({ kind: 'delete' }, sender, { ...posted, isWritable: false })).toEqual(['MessageDeleted']);
  });

  it('tells whom it no longer mentions, and takes pin and reactions along', () => {
    const before = given([react('👍'), member], [{ kind: 'pin' }, member]);
    const decision = decide({ kind: 'delete' }, sender, before);
    expect(decision).toMatchObject({ events: [{ data: { sender_id: ada, mentions: [grace], actor_id: ada } }] });
    expect(given([react('👍'), member], [{ kind: 'pin' }, member], [{ kind: 'delete' }, sender])).toMatchObject({
      content: '',
      isPinned: false,
      pinsInRoom: 0,
      reactions: new Map(),
    });
  });
});

describe('reacting to a message', () => {
  it('counts once for each person and kind', () => {
    const state = given([react('👍'), member], [react('👍'), sender], [react('🎉'), member]);
    expect(typesOf(react('👍'), member, state)).toEqual([]);
    expect([...state.reactions].map(([emoji, people]) => [emoji, people.size])).toEqual([
      ['👍', 2],
      ['🎉', 1],
    ]);
  });

  it('is taken back by who did it, and is nothing new for others', () => {
    const state = given([react('👍'), member]);
    expect(typesOf({ kind: 'unreact', emoji: '👍' }, sender, state)).toEqual([]);
    expect(typesOf({ kind: 'unreact', emoji: '👍' }, member, state)).toEqual(['ReactionRemoved']);
    expect(given([react('👍'), member], [{ kind: 'unreact', emoji: '👍' }, member]).reactions.size).toBe(0);
  });

  it('takes twenty kinds, and more of those', () => {
    const kinds = Array.from({ length: 20 }, (_, index) => `:kind_${index}:`);
    const full = given(...kinds.map((emoji): [MessageChange, Asking] => [react(emoji), sender]));
    expect(typesOf(react('👍'), member, full)).toBe('too_many_kinds');
    expect(typesOf(react(':kind_3:'), member, full)).toEqual(['ReactionAdded']);
  });

  it('goes neither with a deleted message nor where nobody can write', () => {
    expect(typesOf(react('👍'), member, { ...posted, isDeleted: true })).toBe('message_deleted');
    expect(typesOf(react('👍'), member, { ...posted, isWritable: false })).toBe('room_closed');
  });
});

describe('pinning a message', () => {
  it('is for members of groups, and for owners and admins of channels', () => {
    expect(typesOf({ kind: 'pin' }, member)).toEqual(['MessagePinned']);
    expect(typesOf({ kind: 'pin' }, member, { ...posted, roomType: 'channel' })).toBe('forbidden');
    expect(typesOf({ kind: 'pin' }, admin, { ...posted, roomType: 'channel' })).toEqual(['MessagePinned']);
  });

  it('is done once and undone once', () => {
    const pinned = given([{ kind: 'pin' }, member]);
    expect(typesOf({ kind: 'pin' }, sender, pinned)).toEqual([]);
    expect(typesOf({ kind: 'unpin' }, sender, pinned)).toEqual(['MessageUnpinned']);
    expect(typesOf({ kind: 'unpin' }, sender)).toEqual([]);
  });

  it('has an end', () => {
    expect(typesOf({ kind: 'pin' }, member, { ...posted, pinsInRoom: 100 })).toBe('too_many_pins');
  });
});
