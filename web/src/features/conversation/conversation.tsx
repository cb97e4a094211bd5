import type { Attachment } from '@parley/contracts';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { nameIn, useMemberNames } from '../../realtime/names-in-room.ts';
import { parley } from '../../realtime/parley.ts';
import { type ReadPlaces, useReceipts } from '../../realtime/use-receipts.ts';
import { isKnown, type KnownRoom } from '../../realtime/use-rooms.ts';
import { useSelected, useStore } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { ClosedComposer } from './closed-composer.tsx';
import { Composer, type ComposerMode } from './composer.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DropZone } from './drop-zone.tsx';
import type { RowActions } from './message-actions.tsx';
import { MessageRow } from './message-row.tsx';
import { Timeline, type TimelineHandle } from './timeline.tsx';
import { Beginning, DayDivider, NoticeRow, TimelineSkeleton, UnreadDivider } from './timeline-parts.tsx';
import { lastSeqIn, type MessageRowData, type Row, timelineRows } from './timeline-rows.ts';
import { TypingLine } from './typing-line.tsx';
import { uploads } from './uploads.ts';
import { useAttention } from './use-attention.ts';
import { useCommands } from './use-commands.ts';
import { useCompletionSources } from './use-completion-sources.ts';
import { useComposing } from './use-composing.ts';
import { useJump } from './use-jump.ts';
import { useLines } from './use-lines.ts';
import type { Pages } from './use-pages.ts';
import { useUnreadDivider } from './use-unread-divider.ts';

const Lightbox = lazy(() => import('./media/lightbox.tsx').then((module) => ({ default: module.Lightbox })));

/** `tools` stand at the end of the header. */
type Props = { room: KnownRoom; tools: ReactNode; onOpenThread(seq: number): void };

/** Fewer lines than this and a page is loaded at once: a screen should be full. */
const firstPage = 40;

/** One room: mounted anew for each, so that nothing of another one is left. */
export function Conversation({ room, tools, onOpenThread }: Props) {
  const { chat, viewer } = useChat();
  const timeline = useRef<TimelineHandle>(null);
  const uploadKey = `${viewer.id}/${room.id}`;
  const attentive = useAttention();
  const unreadAfter = useUnreadDivider(room, attentive);
  const lines = useLines(room);
  const { older, isPast, leavePast } = lines;
  const outbox = useStore(chat.outbox);
  const pending = useMemo(() => outbox.filter((item) => item.roomId === room.id && !isPast), [outbox, room.id, isPast]);
  const rows = useMemo(
    () => timelineRows({ room: { type: room.type, timeline: lines.timeline, floor: lines.floor }, outbox: pending, viewer, unreadAfter }),
    [room.type, lines.timeline, lines.floor, pending, viewer, unreadAfter],
  );

  const composing = useComposing(room);
  const { mode, setMode } = composing;
  const [removing, setRemoving] = useState<MessageRowData | null>(null);
  const keptUnread = useRef(false);
  const { target, jumpTo } = useJump(room, rows, timeline);
  const receipts = useReceipts(room.id);
  useMemberNames(room);
  const [picture, setPicture] = useState<string | null>(null);
  const actions = useRowActions(room.id, {
    setMode,
    setRemoving,
    jumpTo,
    openThread: onOpenThread,
    keepUnread: () => (keptUnread.current = true),
    receipts,
    setPicture,
  });
  const renderRow = useRowRenderer(room, { actions, target, readSeq: Math.max(0, ...receipts.values()) });
  useFocusedRoom(room.id);
  useAnnouncements(room.id, viewer.id);
  const isOnline = useSelected(chat.connection, ({ phase }) => phase === 'online');
  const isLoaded = room.floor === 0 || room.timeline.length >= firstPage;
  useEffect(() => {
    if (!isLoaded && older.state === 'idle') older.load();
  }, [isLoaded, older]);

  const markSeen = useCallback(
    (count: number) => {
      const seq = lastSeqIn(rows, count);
      // Marked unread on purpose: it stays so until the room is opened again. Who looks something up has not read what lies before it.
      if (attentive && !isPast && seq > 0 && !keptUnread.current) chat.markRead(room.id, seq);
    },
    [chat, room.id, rows, attentive, isPast],
  );
  const command = useCommands(room.id);
  const sources = useCompletionSources(room);
  const send = (text: string, attachmentIds: readonly string[]) => {
    const { id } = mode?.message ?? {};
    setMode(null);
    if (mode?.kind === 'edit' && id) return void chat.editMessage(room.id, id, text).catch(() => announce(texts.messages.changeFailed));
    composing.clear();
    const content = command(text);
    if (content === null) return;
    void chat.send(room.id, content, {
      ...(id ? { replyTo: id } : {}),
      ...(attachmentIds.length > 0 ? { attachmentIds } : {}),
    });
    timeline.current?.toEnd();
  };
  const editLast = () => {
    if (isPast) return;
    const last = rows.findLast((row) => row.kind === 'message' && row.isOwn && row.message.id !== null && !row.message.isDeleted);
    if (last?.kind === 'message') setMode({ kind: 'edit', message: last.message });
  };
  const nameOf = (userId: string, username: string) => nameIn(room, userId) ?? username;

  return (
    <DropZone
      label={texts.conversation.region(room.info.name)}
      name={room.info.name}
      isOpen={room.isWritable && mode?.kind !== 'edit'}
      onFiles={(files) => uploads.add(uploadKey, files)}
    >
      <ConversationHeader room={room} tools={tools} />
      {isLoaded || ((older.state === 'failed' || !isOnline) && rows.length > 0) ? (
        <Timeline
          ref={timeline}
          rows={rows}
          renderRow={renderRow}
          older={older}
          hasOlder={lines.floor > 0}
          newer={isPast ? lines.newer : null}
          onLeavePast={leavePast}
          newCount={room.unreadCount}
          onSeen={markSeen}
        />
      ) : (
        <FirstPage older={older} />
      )}
      <TypingLine roomId={room.id} nameOf={nameOf} />
      {room.isWritable ? (
        <Composer
          uploadKey={uploadKey}
          draft={composing.draft}
          onDraft={composing.write}
          name={room.info.name}
          mode={mode}
          sources={sources}
          onLeaveMode={() => setMode(null)}
          onEditLast={editLast}
          onSend={send}
          onTyping={() => chat.startTyping(room.id)}
          onStop={() => chat.stopTyping(room.id)}
        />
      ) : (
        <ClosedComposer />
      )}
      {picture !== null && (
        <Suspense fallback={null}>
          <Lightbox pictures={picturesOf(rows)} mediaId={picture} onShow={setPicture} onClose={() => setPicture(null)} />
        </Suspense>
      )}
      {removing?.message.id && <DeleteDialog roomId={room.id} messageId={removing.message.id} onClose={() => setRemoving(null)} />}
    </DropZone>
  );
}

/** Every picture of what is loaded, in the order of the log: the viewer goes from one to the next. */
function picturesOf(rows: readonly Row[]): Attachment[] {
  return rows.flatMap((row) =>
    row.kind === 'message' && !row.message.isDeleted ? row.message.attachments.filter((file) => file.has_thumbnail) : [],
  );
}

function FirstPage({ older }: { older: Pages }) {
  if (older.state !== 'failed') return <TimelineSkeleton />;
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-2 px-6 text-center text-sm text-ink-soft">
      {texts.conversation.olderFailed}
      <button type="button" onClick={older.load} className="font-semibold text-accent underline underline-offset-2">
        {texts.common.retry}
      </button>
    </div>
  );
}

type Around = {
  setMode(mode: ComposerMode): void;
  setRemoving(row: MessageRowData): void;
  jumpTo(seq: number): void;
  openThread(seq: number): void;
  openThread(seq: number): void;
  keepUnread(): void;
  receipts: ReadPlaces;
  setPicture(mediaId: string): void;
};

function useRowActions(roomId: string, around: Around): RowActions {
  const { chat, viewer } = useChat();
  const latest = useRef(around);
  latest.current = around;
  return useMemo(() => {
    const failed = () => announce(texts.messages.changeFailed);
    const room = () => chat.room(roomId).getSnapshot();
    return {
      react(row, emoji) {
        const { id, reactions } = row.message;
        if (id === null) return;
        const isOn = reactions.some((kind) => kind.emoji === emoji && kind.user_ids.some((user) => user === viewer.id));
        void (isOn ? chat.unreact(roomId, id, emoji) : chat.react(roomId, id, emoji)).catch(failed);
      },
      reply: (row) => latest.current.setMode({ kind: 'reply', message: row.message }),
      edit: (row) => latest.current.setMode({ kind: 'edit', message: row.message }),
      remove: (row) => latest.current.setRemoving(row),
      pin(row) {
        const { id, isPinned } = row.message;
        if (id !== null) void (isPinned ? chat.unpin(roomId, id) : chat.pin(roomId, id)).catch(failed);
      },
      openThread: (row) => row.seq !== null && latest.current.openThread(row.seq),
      copyLink: (row) => void navigator.clipboard.writeText(`${window.location.origin}/chat/${roomId}?at=${row.seq}`).catch(failed),
      markUnread(row) {
        if (row.seq === null) return;
        latest.current.keepUnread();
        void parley.messages.markUnread(roomId, row.seq - 1).catch(failed);
      },
      jumpTo: (seq) => latest.current.jumpTo(seq),
      readersOf: ({ seq }) => [...latest.current.receipts].filter(([, read]) => seq !== null && read >= seq).map(([userId]) => userId),
      showPicture: (mediaId) => latest.current.setPicture(mediaId),
      nameOf(userId) {
        const known = room();
        return userId === viewer.id ? texts.common.you : (isKnown(known) && nameIn(known, userId)) || texts.notices.somebody;
      },
    };
  }, [chat, roomId, viewer.id]);
}

type Shown = { actions: RowActions; target: number | null /** As far as somebody else has read. */; readSeq: number };

function useRowRenderer(room: KnownRoom, { actions, target, readSeq }: Shown): (row: Row) => ReactNode {
  const { chat, viewer } = useChat();
  const { id, type, info, isWritable } = room;
  const isManager = info.role !== 'member';
  const may = useMemo(
    () => ({ write: isWritable, pin: type !== 'channel' || isManager, moderate: type !== 'direct' && isManager }),
    [isWritable, type, isManager],
  );
  return useCallback(
    (row: Row) => {
      switch (row.kind) {
        case 'message':
          return (
            <MessageRow
              row={row}
              viewer={viewer}
              actions={actions}
              may={may}
              roomId={id}
              isRead={row.isOwn && row.seq !== null && row.seq <= readSeq}
              isTarget={target !== null && row.seq === target}
              showSender={type !== 'direct'}
              onRetry={chat.retry}
              onDiscard={chat.discard}
            />
          );
        case 'notice':
          return <NoticeRow event={row.event} viewerId={viewer.id} />;
        case 'day':
          return <DayDivider at={row.at} />;
        case 'unread':
          return <UnreadDivider />;
        case 'beginning':
          return (
            <Beginning id={info.other_user?.id ?? id} name={info.name} url={info.picture_url} kind={type === 'direct' ? 'person' : type} />
          );
      }
    },
    [chat, viewer, actions, may, target, readSeq, id, type, info.name, info.other_user?.id, info.picture_url],
  );
}

/** The engine keeps this room current first and in full. */
function useFocusedRoom(roomId: string): void {
  const { chat } = useChat();
  useEffect(() => {
    chat.focus(roomId);
    return () => {
      chat.stopTyping(roomId);
      chat.focus(null);
    };
  }, [chat, roomId]);
}

/** Others' new messages are said aloud; the log itself is quiet, for it holds old ones too. */
function useAnnouncements(roomId: string, viewerId: string): void {
  const { chat } = useChat();
  useEffect(
    () =>
      chat.on('event', (event) => {
        if (event.type !== 'message.posted' || event.room_id !== roomId || event.data.sender.id === viewerId || event.data.is_deleted)
          return;
        announce(texts.conversation.announce(event.data.sender.display_name, event.data.content.slice(0, 200)));
      }),
    [chat, roomId, viewerId],
  );
}
