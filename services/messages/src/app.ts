import {
  changeMessageRpc,
  exportMessagesRpc,
  headsRpc,
  markReadRpc,
  mayReadMessageRpc,
  memberRoomsRpc,
  readCursorsRpc,
  roomActivityRpc,
  roomLogRpc,
  roomPageRpc,
  statsRpc,
} from '@parley/contracts';
import { readEpoch } from '@parley/event-store';
import { RpcRefusal, serveRpc } from '@parley/messaging';
import { type App, ProblemError } from '@parley/service-kit';
import { changeMessage } from './commands/change-message/change-message.ts';
import { changeMessageRoutes } from './commands/change-message/change-message-routes.ts';
import { markRead } from './commands/mark-read/mark-read.ts';
import { markReadRoute } from './commands/mark-read/mark-read-route.ts';
import { markUnreadRoute } from './commands/mark-unread/mark-unread-route.ts';
import { sendMessageRoute } from './commands/send-message/send-message-route.ts';
import { serveSendMessage } from './commands/send-message/send-message-rpc.ts';
import type { MessagesDependencies } from './dependencies.ts';
import type { LogFrameSources } from './publish/log-frames.ts';
import { adminMessagesRoutes } from './queries/admin-messages/admin-messages-routes.ts';
import { exportMessages } from './queries/export-messages/export-messages.ts';
import { listMessagesRoute } from './queries/list-messages/list-messages-route.ts';
import { listPinsRoute } from './queries/list-pins/list-pins-route.ts';
import { listRepliesRoute } from './queries/list-replies/list-replies-route.ts';
import { mayRead } from './queries/may-read/may-read.ts';
import { memberRooms } from './queries/member-rooms/member-rooms.ts';
import { messageHistoryRoute } from './queries/message-history/message-history-route.ts';
import { readCursors } from './queries/read-cursors/read-cursors.ts';
import { toFramePage } from './queries/read-room-log/frame-page.ts';
import { readPublishedLog, readRoomLog } from './queries/read-room-log/read-room-log.ts';
import { readRoomLogRoute } from './queries/read-room-log/read-room-log-route.ts';
import { receiptsRoute } from './queries/receipts/receipts-route.ts';
import { recentMessagesRoutes } from './queries/recent-messages/recent-messages-routes.ts';
import { requireMembership } from './queries/require-membership.ts';
import { roomActivity } from './queries/room-activity/room-activity.ts';
import { roomHeads } from './queries/room-heads/room-heads.ts';
import { roomPage } from './queries/room-page/room-page.ts';
import { searchMessagesRoute } from './queries/search-messages/search-messages-route.ts';
import { countMessages } from './queries/stats/count-messages.ts';

export type MessagesApp = MessagesDependencies & LogFrameSources;

/** Every HTTP route of the service. */
export function addRoutes(app: App, dependencies: MessagesApp): void {
  sendMessageRoute(app, dependencies);
  listMessagesRoute(app, dependencies);
  readRoomLogRoute(app, dependencies);
  changeMessageRoutes(app, dependencies);
  messageHistoryRoute(app, dependencies);
  listRepliesRoute(app, dependencies);
  listPinsRoute(app, dependencies);
  markReadRoute(app, dependencies);
  markUnreadRoute(app, dependencies);
  receiptsRoute(app, dependencies);
  searchMessagesRoute(app, dependencies);
  recentMessagesRoutes(app, dependencies);
  adminMessagesRoutes(app, dependencies);
}

/** Everything that other services ask over NATS. Resolves when all of it is being served. */
export async function serveRequests(dependencies: MessagesApp): Promise<Array<{ stop(): Promise<void> }>> {
  const { db, nats, log, sendQueue } = dependencies;
  return Promise.all([
    serveSendMessage(nats, sendQueue, log),
    serveRpc(nats, memberRoomsRpc, async ({ user_id, room_id }) => ({
      epoch: await readEpoch(db),
      rooms: await memberRooms(db, user_id, room_id),
    })),
    serveRpc(nats, headsRpc, async ({ room_ids }) => ({ epoch: await readEpoch(db), heads: await roomHeads(db, room_ids) })),
    serveRpc(nats, roomLogRpc, async ({ room_id, user_id, after, limit }) => {
      if (user_id === undefined) return readPublishedLog(dependencies, room_id, { after, limit });
      const { readableFrom } = await asRefusal(requireMembership(dependencies, user_id, room_id));
      const page = await readRoomLog(dependencies, room_id, { after, limit, readableFrom });
      return 'reset' in page ? page : toFramePage(page);
    }),
    serveRpc(nats, markReadRpc, ({ user_id, room_id, seq }) => asRefusal(markRead(dependencies, user_id, room_id, seq))),
    serveRpc(nats, changeMessageRpc, ({ user_id, room_id, message_id, change, traceparent }) =>
      asRefusal(changeMessage(dependencies, { userId: user_id, roomId: room_id, messageId: message_id }, change, { traceparent })),
    ),
    serveRpc(nats, mayReadMessageRpc, async ({ user_id, room_id, seq }) => ({ allowed: await mayRead(db, user_id, room_id, seq) })),
    serveRpc(nats, readCursorsRpc, async ({ places }) => ({ cursors: await readCursors(db, places) })),
    serveRpc(nats, roomPageRpc, (request) => roomPage(dependencies, request)),
    serveRpc(nats, exportMessagesRpc, (request) => exportMessages(db, request)),
    serveRpc(nats, statsRpc('messages'), () => countMessages(db)),
    serveRpc(nats, roomActivityRpc, ({ user_id, room_ids }) => roomActivity(dependencies, user_id, room_ids)),
  ]);
}

/** What is a problem over HTTP is a refusal with the same code over NATS. */
async function asRefusal<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ProblemError) throw new RpcRefusal(error.code, error.message);
    throw error;
  }
}
