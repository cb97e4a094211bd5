import type { MentionsEveryone, UserId } from '@parley/contracts';
import type { ConsumedEvent } from '@parley/messaging';
import { sql } from 'kysely';
import { type Calls, chooseKind } from '../domain/choose-kind.ts';
import { excerptOf } from '../domain/excerpt.ts';
import { addCauses, type Cause } from '../notices/add-causes.ts';
import type { Changes } from '../notices/tell-devices.ts';
import { withdrawCauses } from '../notices/withdraw-causes.ts';
import type { Trx } from '../notifications-database.ts';
import { levelsInRoom } from '../preferences/levels-in-room.ts';
import { type EditedEvent, isOurs, logSchemas, type OurLogEvent, type PostedEvent } from './message-schemas.ts';
import { type RoomAtHand, type RoomsAtHand, readRoomsAtHand } from './rooms-at-hand.ts';

export type MessageEventsOptions = {
  changes: Changes;
  clock: () => Date;
  catchUpRooms: () => Promise<void>;
  /** `@room` and `@here` reach nobody in larger rooms. */
  everyoneMax: number;
  /** Who of some people has an open socket: whom `@here` means. Nobody, when that cannot be found out. */
  connectedAmong: (userIds: readonly UserId[]) => Promise<UserId[]>;
};

const nobody: RoomAtHand = { direct: false, listeners: [] };

/** `messages` → who is told of a message, an answer, a reaction; and what is taken back. */
export function createMessageEvents({ changes, clock, catchUpRooms, everyoneMax, connectedAmong }: MessageEventsOptions) {
  const atHand = new WeakMap<Trx, RoomsAtHand>();

  async function prepare(trx: Trx, events: readonly ConsumedEvent[]): Promise<void> {
    const ours = events.filter(({ type }) => isOurs(type));
    atHand.set(trx, await readRoomsAtHand(trx, ours, catchUpRooms));
  }

  async function handle(trx: Trx, consumed: ConsumedEvent): Promise<unknown> {
    if (!isOurs(consumed.type)) return 'no effect';
    const room = atHand.get(trx)?.get(consumed.streamId) ?? nobody;
    if (isForNobody(consumed, room)) return 'no effect';
    const event: OurLogEvent = logSchemas[consumed.type].parse(JSON.parse(consumed.payload));
    switch (event.type) {
      case 'message.posted':
        return posted(trx, event, room);
      case 'message.edited':
        return edited(trx, event, room);
      case 'message.deleted':
        return changes.add(await withdrawCauses(trx, sql`c.message_id = ${event.data.id}`, clock()));
      case 'reaction.added': {
        const { sender_id: userId, user, emoji, id: messageId, message_seq: messageSeq } = event.data;
        if (!userId) return;
        const { room_id: roomId, seq } = event;
        const wish = (await levelsInRoom(trx, { roomId, direct: room.direct, userIds: [userId], now: clock() })).get(userId);
        if (!wish?.reactions || wish.level === 'none') return;
        const cause = { userId, kind: 'reaction' as const, cause: reactionCause(event.data), group: `reaction:${messageId}` };
        const what = { actorId: user.id, roomId, seq, messageId, messageSeq, detail: emoji, at: new Date(event.at) };
        return addCauses(trx, [{ ...cause, ...what }], clock());
      }
      case 'reaction.removed':
        return changes.add(
          await withdrawCauses(trx, sql`c.message_id = ${event.data.id} and c.cause = ${reactionCause(event.data)}`, clock()),
        );
    }
  }

  async function posted(trx: Trx, event: PostedEvent, room: RoomAtHand): Promise<void> {
    const { sender, reply_to, mentions, mentions_everyone, content, is_deleted, message_type, id } = event.data;
    if (is_deleted === true || message_type !== 'text') return;
    const everyone = mentions_everyone ? await everyoneIn(trx, event.room_id, mentions_everyone) : [];
    const called = new Map<UserId, Calls>();
    const call = (userIds: Iterable<UserId>, as: Partial<Calls>) => {
      for (const userId of userIds) {
        called.set(userId, { direct: room.direct, repliedTo: false, mentioned: false, ...called.get(userId), ...as });
      }
    };
    call(room.listeners, {});
    call(everyone, { mentioned: true });
    call(mentions, { mentioned: true });
    if (reply_to) call([reply_to.sender.id], { repliedTo: true });
    called.delete(sender.id);
    const about = { senderId: sender.id, messageId: id, messageSeq: event.seq, content };
    await tell(trx, event, { room, called, about });
  }

  /** Whoever is called by the new text and was not by the old one; and what others were told of says the new text. */
  async function edited(trx: Trx, event: EditedEvent, room: RoomAtHand): Promise<void> {
    const { id, message_seq, sender_id, content, mentions, previous, is_deleted } = event.data;
    if (is_deleted === true) return;
    const told = await trx
      .updateTable('causes')
      .set({ excerpt: excerptOf(content) })
      .where('message_id', '=', id)
      .where('withdrawn', '=', false)
      .where('excerpt', 'is not', null)
      .returning('notice_id')
      .execute();
    changes.add(told.map(({ notice_id }) => notice_id));
    const before = new Set(previous.mentions);
    const fresh = mentions.filter((userId) => !before.has(userId) && userId !== sender_id);
    const called = new Map(fresh.map((userId) => [userId, { direct: room.direct, repliedTo: false, mentioned: true }]));
    const about = { senderId: sender_id, messageId: id, messageSeq: message_seq, content };
    await tell(trx, event, { room, called, about });
  }

  type About = { senderId: UserId; messageId: Cause['messageId']; messageSeq: number; content: string };
  type Told = { room: RoomAtHand; called: ReadonlyMap<UserId, Calls>; about: About };

  async function tell(trx: Trx, event: PostedEvent | EditedEvent, { room, called, about }: Told): Promise<void> {
    const { room_id: roomId, seq } = event;
    const now = clock();
    const wishes = await levelsInRoom(trx, { roomId, direct: room.direct, userIds: [...called.keys()], now });
    const { senderId: actorId, messageId, messageSeq, content } = about;
    const common = { actorId, roomId, seq, messageId, messageSeq, excerpt: excerptOf(content), at: new Date(event.at) };
    const causes = [...called].flatMap(([userId, calls]): Cause[] => {
      const wish = wishes.get(userId);
      const kind = wish && chooseKind(calls, wish.level);
      if (!kind) return [];
      const cause = `message:${messageId}`;
      return [{ ...common, userId, kind, cause, group: `${kind}:${roomId}` }];
    });
    await addCauses(trx, causes, now);
  }

  async function everyoneIn(trx: Trx, roomId: PostedEvent['room_id'], which: MentionsEveryone): Promise<UserId[]> {
    const rows = await trx
      .selectFrom('members')
      .select('user_id')
      .where('room_id', '=', roomId)
      .limit(everyoneMax + 1)
      .execute();
    const all = rows.length > everyoneMax ? [] : rows.map(({ user_id }) => user_id);
    return which === 'here' && all.length > 0 ? connectedAmong(all) : all;
  }

  return { concerns: ({ type }: ConsumedEvent) => isOurs(type), prepare, handle };
}

function reactionCause({ id, user, emoji }: { id: string; user: { id: string }; emoji: string }): string {
  return `reaction:${id}:${user.id}:${emoji}`;
}

/**
 * Most messages call nobody, in rooms where nobody asked for all: those are told apart without parsing them. Inside of what people wrote,
 * JSON escapes the quotes, so that nobody can write themselves past this.
 */
function isForNobody({ type, payload }: ConsumedEvent, { listeners }: RoomAtHand): boolean {
  return (
    type === 'message.posted' &&
    listeners.length === 0 &&
    payload.includes('"mentions":[]') &&
    payload.includes('"mentions_everyone":null') &&
    payload.includes('"reply_to":null')
  );
}
