import { limits, type RoomDetails, type RoomId, type UserId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { listMembers } from '../list-members/list-members.ts';
import { presenceIn } from '../member-presence.ts';
import { requireMembership } from '../require-membership.ts';
import { type Activities, readRoomActivity } from '../room-activity.ts';
import { memberRooms, toRoomSummary } from '../room-summary.ts';

/** `if_reachable`: for answers to commands, which have happened whether or not `messages` can be asked about the room. */
type Wanted = { roomId: RoomId; viewerId: UserId; activity: 'required' | 'if_reachable' };

/**
 * A room as one of its members sees it, with its first members.
 *
 * @throws ProblemError `room_not_found`, `not_a_member`; `unavailable` when `messages` does not answer and its answer is required
 */
export async function readRoom(rooms: RoomsDependencies, wanted: Wanted): Promise<RoomDetails> {
  const { roomId, viewerId } = wanted;
  await requireMembership(rooms.db, roomId, viewerId);
  const [[row], activities, members] = await Promise.all([
    memberRooms(rooms.db, { userId: viewerId, roomIds: [roomId] }),
    readActivity(rooms, wanted),
    listMembers(rooms, { roomId, viewerId, limit: limits.pageDefault }),
  ]);
  // Removed between the two statements.
  if (!row) throw new ProblemError('not_a_member');
  // A direct room shows both its members: their presence has been read.
  const presenceOf = presenceIn(members.items);
  return { ...toRoomSummary(row, activities.get(roomId), presenceOf), members: members.items };
}

async function readActivity(rooms: RoomsDependencies, { roomId, viewerId, activity }: Wanted): Promise<Activities> {
  try {
    return await readRoomActivity(rooms.nats, viewerId, [roomId]);
  } catch (error) {
    if (activity === 'required' || !(error instanceof ProblemError)) throw error;
    rooms.log.warn({ code: error.code }, 'messages does not answer, showing the room without activity');
    return new Map();
  }
}
