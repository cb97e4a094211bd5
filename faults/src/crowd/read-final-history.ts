import { collect } from '@parley/client';
import type { History, RoomHistory } from '../history/history.ts';
import type { Crowd } from './crowd.ts';
import { lineOf } from './line.ts';
import { comparedLines } from './person.ts';

/** After everything came to rest: what the clients wrote down, beside what the server tells a newcomer. */
export async function readFinalHistory(crowd: Crowd): Promise<History> {
  await Promise.all(crowd.people.map((person) => person.makeSureOfSession()));
  const told = await Promise.all(
    crowd.people.map(async ({ id, parley }) => ({ id, rooms: await collect((page) => parley.rooms.list(page)) })),
  );
  const rooms = await Promise.all(
    crowd.rooms.map(async ({ id, owner, visibility, logReader }): Promise<RoomHistory> => {
      const { messages } = await owner.parley.messages.history(id, { limit: comparedLines });
      const readStates = told.flatMap((person) => {
        const room = person.rooms.find((candidate) => candidate.id === id);
        return room ? [[person.id, { lastReadSeq: room.last_read_seq, unreadCount: room.unread_count }] as const] : [];
      });
      const lines = messages.filter(({ message_type }) => message_type === 'text').map(lineOf);
      return { roomId: id, visibility, log: await logReader.read(), lines, readStates: new Map(readStates) };
    }),
  );
  return {
    attempts: crowd.people.flatMap(({ recorder }) => recorder.attempts),
    changes: crowd.people.flatMap(({ recorder }) => recorder.changes),
    rooms,
    people: crowd.people.map((person) => person.history()),
  };
}
