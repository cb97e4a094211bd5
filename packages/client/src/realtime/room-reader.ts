import type { History } from '@parley/contracts';
import type { Clock } from '../clock.ts';
import { isRetryable } from '../errors.ts';
import { subjectOf } from '../http/access-token.ts';
import type { HistoryRange } from '../http/messages-methods.ts';
import { collect } from '../http/paging.ts';
import type { Parley } from '../http/parley.ts';
import { applyHistory, applyMembers } from '../state/apply-snapshot.ts';
import { applyAround, applyNewerPast, applyOlderPast } from '../state/past.ts';
import type { RoomState } from '../state/room-state.ts';
import type { ChatRooms } from './chat-rooms.ts';
import type { People } from './people.ts';
import type { RoomBook } from './room-book.ts';

export type RoomReader = {
  /** Every room of the person, with names, previews and who is there. @throws ParleyError */
  describeAll(): Promise<void>;
  /** One room that is new here, or started afresh. Tries again until it is known. */
  describe(roomId: string): Promise<void>;
  /** The lines before the first known one; nothing when that is the first of all. @throws ParleyError */
  loadOlder(roomId: string, limit: number): Promise<void>;
  /** What stands around a line far above the first known one (`RoomState.past`). @throws ParleyError */
  visit(roomId: string, seq: number, limit: number): Promise<void>;
  /** More of what is visited, towards either end; nothing where it has ended. @throws ParleyError */
  loadPast(roomId: string, towards: 'older' | 'newer', limit: number): Promise<void>;
  /** @throws ParleyError */
  loadMembers(roomId: string): Promise<void>;
  /** Who of them is there; of everybody known without `userIds`. Never fails: dots are worth showing, not worth failing for. */
  learnPresence(userIds?: readonly string[]): Promise<void>;
};

const retryMs = 1_000;
const describeTries = 5;
/** How often a page is read that is overtaken each time. */
const readTries = 3;
const presencePerRequest = 200;

/** What is read over HTTP and laid beneath the log. */
export function createRoomReader(options: { parley: Parley; book: RoomBook; rooms: ChatRooms; people: People; clock: Clock }): RoomReader {
  const { parley, book, rooms, people, clock } = options;
  const loading = new Map<string, Promise<void>>();
  let readingAll: Promise<void> | undefined;

  const viewer = async () => subjectOf(await parley.session.get()) ?? '';
  const learnPresence = async (userIds: readonly string[] = [...people.presence.getSnapshot().keys()]) => {
    try {
      for (let start = 0; start < userIds.length; start += presencePerRequest) {
        people.know((await parley.presence.get(userIds.slice(start, start + presencePerRequest))).items);
      }
    } catch {
      // The next change tells.
    }
  };
  const describe = async (roomId: string, tries: number): Promise<void> => {
    try {
      const details = await parley.rooms.get(roomId);
      rooms.describe(details, await viewer());
      people.know(details.members.map((member) => ({ ...member, user_id: member.id })));
    } catch (error) {
      // The room's service may be a moment behind the one that told of it.
      if (tries <= 1 || !book.get(roomId)) return;
      if (!isRetryable(error) && tries < describeTries - 1) return;
      await new Promise<void>((resolve) => clock.after(retryMs, resolve));
      await describe(roomId, tries - 1);
    }
  };
  /** A page that was overtaken by more changes than are remembered is read again. */
  const readPage = async (roomId: string, place: HistoryRange, apply: (state: RoomState, page: History) => RoomState) => {
    for (let tries = 1; tries <= readTries; tries += 1) {
      const page = await parley.messages.history(roomId, place);
      if (page.head < (book.get(roomId)?.recentFloor ?? 0)) continue;
      return book.change(roomId, (now) => apply(now, page));
    }
  };
  const readOlder = async (roomId: string, limit: number) => {
    const floor = book.get(roomId)?.floor ?? 0;
    if (floor === 0) return;
    const before = floor + 1;
    await readPage(roomId, { before, limit }, (now, page) => applyHistory(now, before, page));
  };
  const readPast = async (roomId: string, towards: 'older' | 'newer', limit: number) => {
    const past = book.get(roomId)?.past;
    if (!past || (towards === 'older' && past.floor === 0)) return;
    const before = past.floor + 1;
    if (towards === 'older') return readPage(roomId, { before, limit }, (now, page) => applyOlderPast(now, before, page));
    return readPage(roomId, { after: past.top, limit }, (now, page) => applyNewerPast(now, past.top, page));
  };

  const readAll = async () => {
    const summaries = await collect((page) => parley.rooms.list(page));
    const viewerId = await viewer();
    for (const summary of summaries) rooms.describe(summary, viewerId);
    await learnPresence(summaries.flatMap((summary) => (summary.other_user ? [summary.other_user.id] : [])));
  };

  return {
    learnPresence,
    describeAll() {
      // The page asks for the list, and so does the first `ready`: once is enough.
      readingAll ??= readAll().finally(() => {
        readingAll = undefined;
      });
      return readingAll;
    },
    describe: (roomId) => describe(roomId, describeTries),
    loadOlder(roomId, limit) {
      const underWay = loading.get(roomId);
      if (underWay) return underWay;
      const mine = readOlder(roomId, limit).finally(() => loading.delete(roomId));
      loading.set(roomId, mine);
      return mine;
    },
    visit: (roomId, seq, limit) => readPage(roomId, { around: seq, limit }, (now, page) => applyAround(now, seq, page)),
    loadPast(roomId, towards, limit) {
      const key = `${roomId} ${towards}`;
      const underWay = loading.get(key);
      if (underWay) return underWay;
      const mine = readPast(roomId, towards, limit).finally(() => loading.delete(key));
      loading.set(key, mine);
      return mine;
    },
    async loadMembers(roomId) {
      const members = await collect((page) => parley.rooms.members(roomId, page));
      book.change(roomId, (state) => applyMembers(state, members));
      people.know(members.map((member) => ({ ...member, user_id: member.id })));
    },
  };
}
