import type { ErrorCode } from '@parley/contracts/error-codes';
import { Check, CircleAlert, Clock } from 'lucide-react';
import { memo } from 'react';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { fullTime, timeOfDay } from '../../ui/time.ts';
import { MessageText } from './message-text.tsx';
import { isEmojiOnly } from './split-links.ts';
import type { Row, ShownMessage } from './timeline-rows.ts';

type Props = {
  row: Extract<Row, { kind: 'message' }>;
  /** In a room of two the other needs no name at every line. */
  showSender: boolean;
  onRetry(clientId: string): void;
  onDiscard(clientId: string): void;
};

/** One message. Own ones stand apart on the other side, in the room's accent. */
export const MessageRow = memo(function MessageRow({ row, showSender, onRetry, onDiscard }: Props) {
  const { message, isOwn, isFirst, isLast } = row;
  const hasAvatar = !isOwn && showSender;
  return (
    <div className={classNames('flex gap-2.5 px-3 sm:px-5', isOwn ? 'justify-end' : 'justify-start', isFirst ? 'pt-3' : 'pt-0.5')}>
      {hasAvatar &&
        (isFirst ? (
          <Avatar id={message.sender.id} name={message.sender.display_name} url={message.sender.avatar_url} size="sm" className="mt-0.5" />
        ) : (
          <span className="w-8 shrink-0" />
        ))}
      <div className={classNames('flex max-w-[min(36rem,84%)] min-w-0 flex-col', isOwn ? 'items-end' : 'items-start')}>
        {isFirst && hasAvatar && (
          <p className="mb-0.5 ml-3 max-w-full truncate text-xs font-semibold text-ink-soft">{message.sender.display_name}</p>
        )}
        {isFirst && !hasAvatar && <span className="sr-only">{isOwn ? texts.common.you : message.sender.display_name}</span>}
        <Bubble message={message} isOwn={isOwn} isFirst={isFirst} isLast={isLast} />
        <Reactions reactions={message.reactions} />
        {message.state === 'failed' && message.clientId !== null && (
          <FailedActions clientId={message.clientId} error={message.error} onRetry={onRetry} onDiscard={onDiscard} />
        )}
      </div>
    </div>
  );
});

function Bubble({ message, isOwn, isFirst, isLast }: { message: ShownMessage; isOwn: boolean; isFirst: boolean; isLast: boolean }) {
  const failed = message.state === 'failed';
  const isBare = !message.isDeleted && message.attachments.length === 0 && isEmojiOnly(message.content);
  return (
    <div
      className={classNames(
        'max-w-full rounded-xl px-3 text-base wrap-anywhere whitespace-pre-wrap',
        isBare ? 'flex items-end py-0.5 text-ink' : isOwn ? 'bg-accent-soft py-1.5 text-on-accent-soft' : 'bg-sunken py-1.5 text-ink',
        isOwn ? !isFirst && 'rounded-tr-sm' : !isFirst && 'rounded-tl-sm',
        isOwn ? !isLast && 'rounded-br-sm' : !isLast && 'rounded-bl-sm',
        failed && 'outline-1 outline-danger',
      )}
    >
      {message.isDeleted ? <em className="opacity-75">{texts.conversation.deleted}</em> : <MessageText content={message.content} />}
      {message.attachments.map((file) => (
        <span key={file.id} className="block font-semibold">
          {file.name}
        </span>
      ))}
      <span className="float-right mt-1.5 ml-2.5 flex translate-y-0.5 items-center gap-1 text-2xs whitespace-nowrap opacity-75 select-none">
        {message.isEdited && <span>{texts.conversation.edited}</span>}
        <time dateTime={message.at} title={fullTime(new Date(message.at))}>
          {timeOfDay(new Date(message.at))}
        </time>
        {isOwn && <StateIcon state={message.state} />}
      </span>
    </div>
  );
}

/** How others reacted; for reading only. */
function Reactions({ reactions }: Pick<ShownMessage, 'reactions'>) {
  if (reactions.length === 0) return null;
  return (
    <ul aria-label={texts.conversation.reactions} className="mt-1 flex flex-wrap gap-1 text-xs">
      {reactions.map(({ emoji, count }) => (
        <li key={emoji} className="rounded-full bg-sunken px-2 py-0.5 text-ink">
          {emoji} {count}
        </li>
      ))}
    </ul>
  );
}

function StateIcon({ state }: { state: ShownMessage['state'] }) {
  const props = { className: 'size-3', role: 'img' };
  if (state === 'sending') return <Clock {...props} aria-label={texts.conversation.sending} />;
  if (state === 'failed') return <CircleAlert {...props} aria-label={texts.conversation.failed} />;
  return <Check {...props} strokeWidth={2.5} aria-label={texts.conversation.sent} />;
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
