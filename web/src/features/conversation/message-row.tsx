import type { ErrorCode } from '@parley/contracts/error-codes';
import { MessagesSquare, Pin } from 'lucide-react';
import { memo, useState } from 'react';
import { conversationTexts } from '../../texts/conversation-texts.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { fullTime, timeOfDay } from '../../ui/time.ts';
import { Attachments } from './attachments.tsx';
import { isEmojiOnly } from './is-emoji-only.ts';
import { MessageActions, type RowActions } from './message-actions.tsx';
import { messageAriaKeys } from './message-keys.ts';
import { EditedMark, StateMark } from './message-marks.tsx';
import { MessageText } from './message-text.tsx';
import { RowFocus, useRowTabIndex } from './row-focus.ts';
import { actByKey, type RowRights } from './row-keys.ts';
import type { MessageRowData, ShownMessage } from './timeline-rows.ts';

type Props = {
  row: MessageRowData;
  viewer: { id: string; username: string };
  actions: RowActions;
  roomId: string;
  may: RowRights;
  /** Somebody else has read it. */
  isRead: boolean;
  isTarget: boolean;
  /** In a room of two the other needs no name at every line. */
  showSender: boolean;
  onRetry(clientId: string): void;
  onDiscard(clientId: string): void;
};

/** One message. Own ones stand apart on the other side, in the room's accent. */
export const MessageRow = memo(function MessageRow(props: Props) {
  const { row, viewer, actions, may, isTarget, showSender, onRetry, onDiscard } = props;
  const [isPointed, setIsPointed] = useState(false);
  const [hasFocus, setHasFocus] = useState(false);
  // An open menu has the focus, and stands elsewhere in the document.
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const [isPicking, setIsPicking] = useState(false);
  const { message, isOwn, isFirst } = row;
  const hasAvatar = !isOwn && showSender;
  const hasToolbar = (isPointed || hasFocus || isMenuOpen || isPicking) && message.id !== null && !message.isDeleted;
  return (
    <RowFocus value={hasFocus}>
      <article
        tabIndex={-1}
        aria-label={labelOf(message, isOwn)}
        aria-keyshortcuts={messageAriaKeys}
        data-row={row.key}
        data-seq={row.seq ?? undefined}
        onPointerEnter={() => setIsPointed(true)}
        onPointerLeave={() => setIsPointed(false)}
        onFocus={() => setHasFocus(true)}
        onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setHasFocus(false)}
        onKeyDown={(event) => {
          if (actByKey(event, { row, actions, may, pick: () => setIsPicking(true) })) event.preventDefault();
        }}
        className={classNames(
          'relative flex gap-2.5 px-3 outline-offset-[-2px] transition-colors sm:px-5',
          isOwn ? 'justify-end' : 'justify-start',
          isFirst ? 'pt-3' : 'pt-0.5',
          isTarget && 'bg-warn-soft',
        )}
      >
        {hasToolbar && (
          <MessageActions
            onMenu={setIsMenuOpen}
            isPicking={isPicking}
            onPick={setIsPicking}
            row={row}
            actions={actions}
            mayDelete={isOwn || may.moderate}
            mayPin={may.pin}
            mayWrite={may.write}
          />
        )}
        {hasAvatar &&
          (isFirst ? (
            <Avatar
              id={message.sender.id}
              name={message.sender.display_name}
              url={message.sender.avatar_url}
              size="sm"
              className="mt-0.5"
            />
          ) : (
            <span className="w-8 shrink-0" />
          ))}
        <div className={classNames('flex max-w-[min(36rem,84%)] min-w-0 flex-col', isOwn ? 'items-end' : 'items-start')}>
          {isFirst && hasAvatar && (
            <p className="mb-0.5 ms-3 max-w-full truncate text-xs font-semibold text-ink-soft">{message.sender.display_name}</p>
          )}
          {isFirst && !hasAvatar && <span className="sr-only">{isOwn ? texts.common.you : message.sender.display_name}</span>}
          {message.replyTo && <ReplyPreview reply={message.replyTo} onJump={actions.jumpTo} />}
          <Bubble {...props} />
          <Reactions row={row} viewerId={viewer.id} actions={actions} />
          {message.replyCount > 0 && <RepliesLink count={message.replyCount} onOpen={() => actions.openThread(row)} />}
          {message.state === 'failed' && message.clientId !== null && (
            <FailedActions clientId={message.clientId} error={message.error} onRetry={onRetry} onDiscard={onDiscard} />
          )}
        </div>
      </article>
    </RowFocus>
  );
});

function RepliesLink({ count, onOpen }: { count: number; onOpen(): void }) {
  const tabIndex = useRowTabIndex();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      onClick={onOpen}
      className="mt-1 flex min-h-6 items-center gap-1.5 rounded-md px-1.5 text-xs font-semibold text-accent hover:bg-hover"
    >
      <MessagesSquare className="size-3.5" aria-hidden="true" />
      {texts.thread.replies(count)}
    </button>
  );
}

/** So much of a long text is said with its row; the rest is read in it. */
const spokenMax = 300;

function labelOf({ sender, at, content, attachments, isDeleted }: ShownMessage, isOwn: boolean): string {
  const files = attachments.length > 0 ? conversationTexts.reading.files(attachments.map(({ name }) => name).join(', ')) : '';
  const said = isDeleted ? texts.conversation.deleted : [content.slice(0, spokenMax), files].filter(Boolean).join('. ');
  return conversationTexts.reading.row(isOwn ? texts.common.you : sender.display_name, timeOfDay(new Date(at)), said);
}

function Bubble({ row, roomId, viewer, actions, isRead, showSender }: Props) {
  const { message, isOwn, isFirst, isLast } = row;
  const failed = message.state === 'failed';
  const isBare = !message.isDeleted && message.attachments.length === 0 && isEmojiOnly(message.content);
  return (
    <div
      className={classNames(
        'max-w-full rounded-xl px-3 text-base wrap-anywhere whitespace-pre-wrap',
        isBare ? 'flex items-end py-0.5 text-ink' : isOwn ? 'bg-accent-soft py-1.5 text-on-accent-soft' : 'bg-sunken py-1.5 text-ink',
        isOwn ? !isFirst && 'rounded-se-sm' : !isFirst && 'rounded-ss-sm',
        isOwn ? !isLast && 'rounded-ee-sm' : !isLast && 'rounded-es-sm',
        failed && 'outline-1 outline-danger',
      )}
    >
      {message.attachments.length > 0 && <Attachments files={message.attachments} onShowPicture={actions.showPicture} />}
      {message.isDeleted ? (
        <em className="opacity-75">{texts.conversation.deleted}</em>
      ) : (
        <MessageText content={message.content} viewerUsername={viewer.username} />
      )}
      <span className="float-end mt-1.5 ms-2.5 flex translate-y-0.5 items-center gap-1 text-2xs whitespace-nowrap opacity-75 select-none">
        {message.isPinned && <Pin className="size-3" role="img" aria-label={texts.messages.pinned} />}
        {message.isEdited && message.id !== null && !message.isDeleted && <EditedMark roomId={roomId} messageId={message.id} />}
        <time dateTime={message.at} title={fullTime(new Date(message.at))}>
          {timeOfDay(new Date(message.at))}
        </time>
        {isOwn && <StateMark row={row} isRead={isRead} isDirect={!showSender} actions={actions} />}
      </span>
    </div>
  );
}

function ReplyPreview({ reply, onJump }: { reply: NonNullable<ShownMessage['replyTo']>; onJump(seq: number): void }) {
  const tabIndex = useRowTabIndex();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={texts.messages.jumpToReplied(reply.sender.display_name)}
      onClick={() => onJump(reply.seq)}
      className="mb-0.5 flex min-h-6 max-w-full items-center gap-1.5 rounded-e-md border-s-3 border-line-strong px-2 text-xs text-ink-soft hover:bg-hover"
    >
      <span className="shrink-0 font-semibold">{reply.sender.display_name}</span>
      <span className="truncate">{reply.is_deleted ? texts.conversation.deleted : reply.content}</span>
    </button>
  );
}

/** Pressed: one's own. Who else reacted so stands in the name of the button. */
function Reactions({ row, viewerId, actions }: { row: MessageRowData; viewerId: string; actions: RowActions }) {
  const { reactions } = row.message;
  const tabIndex = useRowTabIndex();
  if (reactions.length === 0) return null;
  return (
    <ul aria-label={texts.conversation.reactions} className="mt-1 flex flex-wrap gap-1">
      {reactions.map(({ emoji, count, user_ids }) => {
        const label = texts.messages.reacted(emoji, count, user_ids.slice(0, 20).map(actions.nameOf).join(', '));
        return (
          <li key={emoji}>
            <button
              type="button"
              tabIndex={tabIndex}
              aria-pressed={user_ids.some((id) => id === viewerId)}
              aria-label={label}
              title={label}
              onClick={() => actions.react(row, emoji)}
              className="flex h-6.5 items-center gap-1 rounded-full border border-line bg-sunken px-2 text-xs text-ink tabular-nums hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-on-accent-soft"
            >
              <span className="text-sm">{emoji}</span> {count}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

type ActionProps = Pick<Props, 'onRetry' | 'onDiscard'> & { clientId: string; error: ErrorCode | null };

function FailedActions({ clientId, error, onRetry, onDiscard }: ActionProps) {
  const button = 'rounded-sm px-1 py-0.5 font-semibold underline underline-offset-2';
  return (
    <p role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-x-1.5 text-xs text-danger">
      <span>
        {texts.conversation.failed}. {reasonOf(error)}
      </span>
      <button type="button" className={button} onClick={() => onRetry(clientId)}>
        {texts.conversation.retry}
      </button>
      <button type="button" className={button} onClick={() => onDiscard(clientId)}>
        {texts.conversation.discard}
      </button>
    </p>
  );
}

function reasonOf(error: ErrorCode | null): string {
  const { refused } = texts.conversation;
  switch (error) {
    case 'not_a_member':
    case 'room_closed':
    case 'room_not_found':
    case 'validation_failed':
    case 'idempotency_mismatch':
      return refused[error];
    default:
      return refused.other;
  }
}
