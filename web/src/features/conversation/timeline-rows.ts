import type { Notice, OutboxItem, RoomState, TimelineEntry } from '@parley/client';
import type { Message, Profile } from '@parley/contracts';
import type { ErrorCode } from '@parley/contracts/error-codes';
import { dayKey } from '../../ui/time.ts';

export type ShownMessage = {
  /** Null until committed. */
  id: string | null;
  /** Names a message on its way out; null for others' messages. */
  clientId: string | null;
  sender: Profile;
  content: string;
  at: string;
  isEdited: boolean;
  /** What it said is gone. */
  isDeleted: boolean;
  reactions: Message['reactions'];
  replyTo: Message['reply_to'];
  isPinned: boolean;
  /** Of its thread. */
  replyCount: number;
  attachments: Message['attachments'];
  state: 'sent' | 'sending' | 'failed';
  error: ErrorCode | null;
};

/** A line on the screen. `key` stays the same while a message is sent, committed and joined by others. */
export type Row =
  | { kind: 'beginning'; key: string }
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'notice'; key: string; seq: number; event: Notice }
  | {
      kind: 'message';
      key: string;
      /** Null until committed. */
      seq: number | null;
      message: ShownMessage;
      isOwn: boolean;
      /** Of a run by one sender: the first carries the name, the last the corner. */
      isFirst: boolean;
      isLast: boolean;
    };

export type MessageRowData = Extract<Row, { kind: 'message' }>;

/** A pause longer than this begins a new run. */
const runPauseMs = 5 * 60_000;

export type TimelineInput = {
  room: Pick<RoomState, 'type' | 'timeline' | 'floor'>;
  outbox: readonly OutboxItem[];
  viewer: Profile;
  /** Where the divider stands: before the first message of others after this `seq`. */
  unreadAfter: number | null;
};

/**
 * The room's log and what is on its way out, as rows.
 *
 * While older lines are still to be loaded, the oldest known one is not shown: it tells whether the next one begins a day
 * or a run. So loading more never changes a row that is on the screen, and nothing there can jump.
 */
export function timelineRows({ room, outbox, viewer, unreadAfter }: TimelineInput): Row[] {
  const isComplete = room.floor === 0;
  const telling = room.timeline.filter((entry) => isTelling(entry, room.type));
  const context = isComplete ? undefined : telling[0];
  const entries = isComplete ? telling : telling.slice(1);
  const shown = [...entries.map(lineOfEntry), ...pendingLines(room.timeline, outbox, viewer)];
  const rows: Row[] = isComplete ? [{ kind: 'beginning', key: 'beginning' }] : [];

  let before: Line | undefined = context && lineOfEntry(context);
  // What is unread may begin further up than what is loaded; a divider there would move with every page that comes in.
  let isMarked = unreadAfter === null || (context !== undefined && context.seq > unreadAfter);
  for (const [index, line] of shown.entries()) {
    const { day } = line;
    if (before === undefined || before.day !== day) rows.push({ kind: 'day', key: `day:${day}`, at: line.at });
    const isNews = line.kind === 'message' && !line.message.isDeleted && line.message.sender.id !== viewer.id;
    if (!isMarked && isNews && line.seq !== null && line.seq > (unreadAfter ?? 0)) {
      isMarked = true;
      rows.push({ kind: 'unread', key: 'unread' });
    }
    const follows = rows.at(-1)?.kind === 'message' || (rows.length === 0 && before !== undefined);
    if (line.kind === 'notice') rows.push({ kind: 'notice', key: `seq:${line.seq}`, seq: line.seq, event: line.event });
    else rows.push(messageRow(line, { isFirst: !follows || !isSameRun(before, line), isLast: !isSameRun(line, shown[index + 1]), viewer }));
    before = line;
  }
  return rows;
}

/** Who opens a room joins it, and both people of a direct one: nobody needs to be told. */
function isTelling(entry: TimelineEntry, roomType: RoomState['type']): boolean {
  if (entry.kind === 'message') return true;
  return roomType !== 'direct' && !(entry.event.type === 'member.joined' && entry.seq === 2);
}

type Timed = { at: string; ms: number; day: string };
type Line =
  | (Timed & { kind: 'message'; key: string; seq: number | null; message: ShownMessage })
  | (Timed & { kind: 'notice'; seq: number; event: Notice });
type MessageLine = Extract<Line, { kind: 'message' }>;

function messageRow(line: MessageLine, run: { isFirst: boolean; isLast: boolean; viewer: Profile }): Row {
  const { key, seq, message } = line;
  return { kind: 'message', key, seq, message, isOwn: message.sender.id === run.viewer.id, isFirst: run.isFirst, isLast: run.isLast };
}

/** Each entry is made once and never changes: what is read off it is kept with it, so that a long log costs nothing again. */
const lines = new WeakMap<TimelineEntry, Line>();

function lineOfEntry(entry: TimelineEntry): Line {
  const known = lines.get(entry);
  if (known) return known;
  const line = readEntry(entry);
  lines.set(entry, line);
  return line;
}

function readEntry(entry: TimelineEntry): Line {
  if (entry.kind === 'notice') return { kind: 'notice', ...timeOf(entry.event.at), seq: entry.seq, event: entry.event };
  const { client_id, id, created_at } = entry.message;
  return { kind: 'message', ...timeOf(created_at), key: client_id ?? id, seq: entry.seq, message: messageOf(entry) };
}

export function messageOf(entry: Extract<TimelineEntry, { kind: 'message' }>): ShownMessage {
  const { client_id, sender, content, created_at, is_edited, is_deleted, reactions, attachments, id, reply_to, is_pinned, reply_count } =
    entry.message;
  const states = { isEdited: is_edited, isDeleted: is_deleted, isPinned: is_pinned, replyCount: reply_count };
  const what = { ...states, content, reactions, attachments, id, replyTo: reply_to };
  return { ...what, clientId: client_id, sender, at: created_at, state: 'sent', error: null };
}

function timeOf(at: string): { at: string; ms: number; day: string } {
  const date = new Date(at);
  return { at, ms: date.getTime(), day: dayKey(date) };
}

const plain = {
  id: null,
  replyTo: null,
  isPinned: false,
  replyCount: 0,
  isEdited: false,
  isDeleted: false,
  reactions: [],
  attachments: [],
};

/** What the log does not carry yet, in the order of sending. */
function pendingLines(timeline: readonly TimelineEntry[], outbox: readonly OutboxItem[], viewer: Profile): MessageLine[] {
  const newest = timeline.slice(-outbox.length * 4 - 20);
  const committed = new Set(
    newest.flatMap((entry) => (entry.kind === 'message' && entry.message.client_id ? [String(entry.message.client_id)] : [])),
  );
  return outbox
    .filter((item) => !committed.has(item.clientId))
    .map(({ clientId, content, createdAt, state, error }) => ({
      kind: 'message' as const,
      ...timeOf(createdAt),
      key: clientId,
      seq: null,
      message: { ...plain, clientId, sender: viewer, content, at: createdAt, state, error },
    }));
}

function isSameRun(before: Line | undefined, after: Line | undefined): boolean {
  if (before?.kind !== 'message' || after?.kind !== 'message') return false;
  if (before.message.sender.id !== after.message.sender.id) return false;
  return after.ms - before.ms < runPauseMs && before.day === after.day;
}

/** The last line of the log among the first `count` rows: how far somebody has seen who sees those. */
export function lastSeqIn(rows: readonly Row[], count: number): number {
  for (let index = Math.min(count, rows.length) - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if ((row?.kind === 'message' || row?.kind === 'notice') && row.seq !== null) return row.seq;
  }
  return 0;
}
