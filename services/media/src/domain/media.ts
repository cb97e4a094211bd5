import { assertNever, type MediaPurpose, type MessageId, type RoomId, type UserId } from '@parley/contracts';
import type { Decider, Decision } from './decider.ts';
import type { DeletionReason, MediaEvent } from './media-events.ts';

export type Uploaded = Extract<MediaEvent, { type: 'MediaUploaded' }>['data'];

export type MediaState =
  | { status: 'absent' }
  | {
      status: 'here';
      ownerId: UserId;
      purpose: MediaPurpose;
      /** The messages that carry it, by id, with the room of each. */
      attachedTo: ReadonlyMap<MessageId, RoomId>;
      claim: { roomId: RoomId | null } | null;
    }
  | { status: 'deleted' };

export type MediaCommand =
  | { type: 'Upload'; uploaded: Uploaded }
  | { type: 'Attach'; senderId: UserId; messageId: MessageId; roomId: RoomId; seq: number; at: string }
  | { type: 'ForgetMessage'; messageId: MessageId; at: string }
  | { type: 'ForgetRoom'; roomId: RoomId; at: string }
  | { type: 'Claim'; userId: UserId; purpose: 'avatar' | 'room_picture'; roomId: RoomId | null; at: string }
  | { type: 'Delete'; userId: UserId; at: string }
  | { type: 'Sweep'; sweep: 'unused' | 'unshown' | 'lost'; at: string }
  | { type: 'ForgetUser'; userId: UserId; at: string };

export type MediaRefusal = 'already_uploaded' | 'no_such_media' | 'in_use' | 'claimed_for_another';

type Here = Extract<MediaState, { status: 'here' }>;

function decide(command: MediaCommand, state: MediaState): Decision<MediaEvent, MediaRefusal> {
  if (command.type === 'Upload') {
    if (state.status !== 'absent') return { refusal: 'already_uploaded' };
    return { events: [{ type: 'MediaUploaded', data: command.uploaded }] };
  }
  if (state.status !== 'here') return whenGone(command);
  return decideHere(command, state);
}

/** What other services tell about a file that is gone changes nothing; what a person asks of it is refused. */
function whenGone(command: Exclude<MediaCommand, { type: 'Upload' }>): Decision<MediaEvent, MediaRefusal> {
  return command.type === 'Claim' || command.type === 'Delete' ? { refusal: 'no_such_media' } : { events: [] };
}

function decideHere(command: Exclude<MediaCommand, { type: 'Upload' }>, state: Here): Decision<MediaEvent, MediaRefusal> {
  switch (command.type) {
    case 'Attach': {
      const { messageId: message_id, roomId: room_id, seq, at } = command;
      // `messages` asked whose it is before it posted; whoever attaches another's file all the same gives nobody access to it.
      if (command.senderId !== state.ownerId || state.purpose !== 'attachment' || state.attachedTo.has(message_id)) return { events: [] };
      return { events: [{ type: 'MediaAttached', data: { message_id, room_id, seq, at } }] };
    }
    case 'ForgetMessage':
      return forget(
        state,
        [...state.attachedTo.keys()].filter((id) => id === command.messageId),
        { at: command.at, reason: 'message_deleted' },
      );
    case 'ForgetRoom': {
      const messages = [...state.attachedTo].filter(([, roomId]) => roomId === command.roomId).map(([messageId]) => messageId);
      if (state.claim?.roomId === command.roomId) return deleted('room_deleted', command.at);
      return forget(state, messages, { at: command.at, reason: 'room_deleted' });
    }
    case 'Claim':
      return claim(command, state);
    case 'Delete':
      if (command.userId !== state.ownerId) return { refusal: 'no_such_media' };
      if (isUsed(state)) return { refusal: 'in_use' };
      return deleted('by_uploader', command.at);
    case 'Sweep':
      // Whether a claim is shown is for the sweep to know; whether a file is used at all is known here, under the lock.
      if (command.sweep === 'unused' && isUsed(state)) return { events: [] };
      if (command.sweep === 'unshown' && state.claim === null) return { events: [] };
      return deleted('swept', command.at);
    case 'ForgetUser':
      if (command.userId !== state.ownerId || state.attachedTo.size > 0 || state.purpose === 'room_picture') return { events: [] };
      return deleted('account_deleted', command.at);
    default:
      return assertNever(command);
  }
}

function claim(command: Extract<MediaCommand, { type: 'Claim' }>, state: Here): Decision<MediaEvent, MediaRefusal> {
  const { claim: earlier } = state;
  // A room's picture is the room's: any of its admins may send it along again.
  const isTheirsAlready = command.roomId !== null && earlier?.roomId === command.roomId && command.purpose === state.purpose;
  if (isTheirsAlready) return { events: [] };
  if (command.userId !== state.ownerId || command.purpose !== state.purpose) return { refusal: 'no_such_media' };
  if (earlier && (earlier.roomId === command.roomId || command.roomId === null)) return { events: [] };
  if (earlier && earlier.roomId !== null) return { refusal: 'claimed_for_another' };
  return { events: [{ type: 'MediaClaimed', data: { room_id: command.roomId, at: command.at } }] };
}

/** The last message that carries a file takes it along. */
function forget(
  state: Here,
  messages: readonly MessageId[],
  { at, reason }: { at: string; reason: DeletionReason },
): Decision<MediaEvent, MediaRefusal> {
  if (messages.length === 0) return { events: [] };
  if (messages.length === state.attachedTo.size && state.claim === null) return deleted(reason, at);
  return { events: messages.map((message_id) => ({ type: 'MediaDetached', data: { message_id, at } })) };
}

function deleted(reason: DeletionReason, at: string): Decision<MediaEvent, MediaRefusal> {
  return { events: [{ type: 'MediaDeleted', data: { reason, at } }] };
}

function isUsed(state: Here): boolean {
  return state.attachedTo.size > 0 || state.claim !== null;
}

function evolve(state: MediaState, event: MediaEvent): MediaState {
  switch (event.type) {
    case 'MediaUploaded':
      return { status: 'here', ownerId: event.data.owner_id, purpose: event.data.purpose, attachedTo: new Map(), claim: null };
    case 'MediaAttached':
      return whileHere(state, (here) => ({
        ...here,
        attachedTo: new Map([...here.attachedTo, [event.data.message_id, event.data.room_id]]),
      }));
    case 'MediaDetached':
      return whileHere(state, (here) => ({
        ...here,
        attachedTo: new Map([...here.attachedTo].filter(([messageId]) => messageId !== event.data.message_id)),
      }));
    case 'MediaClaimed':
      return whileHere(state, (here) => ({ ...here, claim: { roomId: event.data.room_id } }));
    case 'MediaDeleted':
      return { status: 'deleted' };
    default:
      return assertNever(event);
  }
}

function whileHere(state: MediaState, change: (here: Here) => MediaState): MediaState {
  return state.status === 'here' ? change(state) : state;
}

/** One uploaded file: whose it is, what shows it, and that it goes when nothing shows it any more. */
export const media: Decider<MediaState, MediaCommand, MediaEvent, MediaRefusal> = { initial: { status: 'absent' }, decide, evolve };
