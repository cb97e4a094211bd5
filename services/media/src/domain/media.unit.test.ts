import { type MessageId, messageIdSchema, type RoomId, roomIdSchema, type UserId, userIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { type MediaCommand, media, type Uploaded } from './media.ts';
import type { MediaEvent } from './media-events.ts';

const id = (last: string) => `0199f3a0-0000-7000-8000-0000000000${last}`;
const ada: UserId = userIdSchema.parse(id('a1'));
const mallory: UserId = userIdSchema.parse(id('a2'));
const [room, other]: RoomId[] = [roomIdSchema.parse(id('b1')), roomIdSchema.parse(id('b2'))];
const [message, second]: MessageId[] = [messageIdSchema.parse(id('c1')), messageIdSchema.parse(id('c2'))];
if (!room || !other || !message || !second) throw new Error('ids');
const at = '2026-11-20T12:00:00.000Z';

const file: Uploaded = {
  owner_id: ada,
  purpose: 'attachment',
  name: 'x',
  media_type: 'text/plain',
  bytes: 1,
  width: null,
  height: null,
  has_thumbnail: false,
  at,
};
const uploaded = (purpose: Uploaded['purpose'] = 'attachment'): MediaEvent => ({ type: 'MediaUploaded', data: { ...file, purpose } });
const attached = (message_id: MessageId, room_id: RoomId = room): MediaEvent => ({
  type: 'MediaAttached',
  data: { message_id, room_id, seq: 1, at },
});
const detached = (message_id: MessageId): MediaEvent => ({ type: 'MediaDetached', data: { message_id, at } });
const claimed = (room_id: RoomId | null = null): MediaEvent => ({ type: 'MediaClaimed', data: { room_id, at } });
const deleted = (reason: Extract<MediaEvent, { type: 'MediaDeleted' }>['data']['reason']): MediaEvent => ({
  type: 'MediaDeleted',
  data: { reason, at },
});

const attach = (senderId = ada, messageId = message): MediaCommand => ({ type: 'Attach', senderId, messageId, roomId: room, seq: 1, at });
const claim = (userId: UserId, purpose: 'avatar' | 'room_picture', roomId: RoomId | null = null): MediaCommand => ({
  type: 'Claim',
  userId,
  purpose,
  roomId,
  at,
});
const remove = (userId = ada): MediaCommand => ({ type: 'Delete', userId, at });
const forget = (messageId = message): MediaCommand => ({ type: 'ForgetMessage', messageId, at });

/** What happened, what was asked, what follows: events, or the refusal. */
const cases: Array<[string, MediaEvent[], MediaCommand, MediaEvent[] | string]> = [
  ['keeps an upload', [], { type: 'Upload', uploaded: file }, [uploaded()]],
  ['keeps an upload once', [uploaded()], { type: 'Upload', uploaded: file }, 'already_uploaded'],
  ['attaches', [uploaded()], attach(), [attached(message)]],
  ['attaches to a message once', [uploaded(), attached(message)], attach(), []],
  ['attaches to several messages', [uploaded(), attached(message)], attach(ada, second), [attached(second)]],
  ["attaches nobody else's file", [uploaded()], attach(mallory), []],
  ['attaches no avatar', [uploaded('avatar')], attach(), []],
  ['attaches nothing that is gone', [uploaded(), deleted('swept')], attach(), []],
  ['goes with its message', [uploaded(), attached(message)], forget(), [deleted('message_deleted')]],
  ['stays for another message', [uploaded(), attached(message), attached(second)], forget(), [detached(message)]],
  [
    'goes with the last one',
    [uploaded(), attached(message), attached(second), detached(message)],
    forget(second),
    [deleted('message_deleted')],
  ],
  ['does not mind foreign messages', [uploaded(), attached(message)], forget(second), []],
  [
    'goes with its room',
    [uploaded(), attached(message), attached(second)],
    { type: 'ForgetRoom', roomId: room, at },
    [deleted('room_deleted')],
  ],
  [
    'stays for another room',
    [uploaded(), attached(message), attached(second, other)],
    { type: 'ForgetRoom', roomId: room, at },
    [detached(message)],
  ],
  [
    'goes with the room that it shows',
    [uploaded('room_picture'), claimed(room)],
    { type: 'ForgetRoom', roomId: room, at },
    [deleted('room_deleted')],
  ],
  ['is claimed as an avatar', [uploaded('avatar')], claim(ada, 'avatar'), [claimed()]],
  ['is claimed once', [uploaded('avatar'), claimed()], claim(ada, 'avatar'), []],
  ['is claimed by its uploader alone', [uploaded('avatar')], claim(mallory, 'avatar'), 'no_such_media'],
  ['is claimed for what it was uploaded for', [uploaded('avatar')], claim(ada, 'room_picture'), 'no_such_media'],
  ['is not claimed when it is gone', [uploaded('avatar'), deleted('swept')], claim(ada, 'avatar'), 'no_such_media'],
  ['is claimed for a room that is known later', [uploaded('room_picture'), claimed()], claim(ada, 'room_picture', room), [claimed(room)]],
  // It was refused to everybody but its uploader: an admin who changed the name and sent the present picture along got 422.
  ['is claimed again for its room by anybody there', [uploaded('room_picture'), claimed(room)], claim(mallory, 'room_picture', room), []],
  [
    'is claimed for another room by its uploader alone',
    [uploaded('room_picture'), claimed(room)],
    claim(mallory, 'room_picture', other),
    'no_such_media',
  ],
  ['is claimed for one room', [uploaded('room_picture'), claimed(room)], claim(ada, 'room_picture', other), 'claimed_for_another'],
  ['is deleted by its uploader', [uploaded()], remove(), [deleted('by_uploader')]],
  ['is deleted by nobody else', [uploaded()], remove(mallory), 'no_such_media'],
  ['is not deleted while a message carries it', [uploaded(), attached(message)], remove(), 'in_use'],
  ['is not deleted while it is claimed', [uploaded('avatar'), claimed()], remove(), 'in_use'],
  ['is swept when unused', [uploaded()], { type: 'Sweep', sweep: 'unused', at }, [deleted('swept')]],
  ['is not swept as unused when it has just been attached', [uploaded(), attached(message)], { type: 'Sweep', sweep: 'unused', at }, []],
  ['is swept when no longer shown', [uploaded('avatar'), claimed()], { type: 'Sweep', sweep: 'unshown', at }, [deleted('swept')]],
  ['is swept when its file is lost', [uploaded(), attached(message)], { type: 'Sweep', sweep: 'lost', at }, [deleted('swept')]],
  ['goes with its account while unused', [uploaded()], { type: 'ForgetUser', userId: ada, at }, [deleted('account_deleted')]],
  [
    'goes with its account as an avatar',
    [uploaded('avatar'), claimed()],
    { type: 'ForgetUser', userId: ada, at },
    [deleted('account_deleted')],
  ],
  ['follows its message, not the account', [uploaded(), attached(message)], { type: 'ForgetUser', userId: ada, at }, []],
  ['follows its room, not the account', [uploaded('room_picture'), claimed(room)], { type: 'ForgetUser', userId: ada, at }, []],
  ['is not found when it never was', [], remove(), 'no_such_media'],
];

describe('a file', () => {
  it.each(cases)('%s', (_what, events, command, expected) => {
    const decision = media.decide(command, events.reduce(media.evolve, media.initial));
    expect('refusal' in decision ? decision.refusal : decision.events).toEqual(expected);
  });
});
