import type { OutboxItem } from '@parley/client';
import { CornerUpRight, MessageSquareOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { CardReactions } from './card-reactions.tsx';
import { MessageCard, type RenderBody } from './message-card.tsx';
import type { ThreadLine } from './thread-lines.ts';
import { useThread } from './use-thread.ts';

type Props = {
  room: KnownRoom;
  seq: number;
  renderBody: RenderBody;
  /** Where one answers; nothing where one may not write. */
  renderComposer(parentId: string): ReactNode;
  onJump(seq: number): void;
  onBack?: (() => void) | undefined;
  onClose(): void;
};

/** A message and its answers, with a place to write another one. */
export function ThreadPanel({ room, seq, renderBody, renderComposer, onJump, onBack, onClose }: Props) {
  const thread = useThread(room, seq);
  const { parent, lines } = thread;
  const count = lines.filter((line) => line.kind === 'reply').length;
  return (
    <PanelFrame
      title={texts.thread.title}
      lead={room.info.name}
      onBack={onBack}
      onClose={onClose}
      footer={parent && room.isWritable && <div className="shrink-0 pt-1">{renderComposer(parent.id)}</div>}
    >
      {thread.isMissing ? (
        <EmptyState icon={<MessageSquareOff className="size-6" />} title={texts.thread.gone} lead={texts.thread.goneLead} />
      ) : !parent && thread.isFailed ? (
        <Failed onRetry={thread.retry} />
      ) : parent ? (
        <>
          <div className="border-b border-line px-4 pt-4 pb-3">
            <MessageCard
              message={parent}
              renderBody={renderBody}
              actions={
                <IconButton
                  label={texts.panels.showInConversation}
                  icon={CornerUpRight}
                  className="size-8"
                  onClick={() => onJump(parent.seq)}
                />
              }
            >
              <CardReactions message={parent} />
            </MessageCard>
          </div>
          <p className="px-4 pt-3 text-xs font-medium text-ink-faint" role="status">
            {thread.isLoading ? texts.common.loading : count === 0 ? texts.thread.none : texts.thread.replies(count)}
          </p>
          <Replies lines={lines} renderBody={renderBody} onJump={onJump} />
          {thread.isLoading && <RowsSkeleton rows={3} className="px-2" />}
          {thread.isFailed && <Failed onRetry={thread.retry} />}
          {thread.hasMore && (
            <Button look="quiet" className="mx-2 mb-2" busy={thread.isReadingMore} onClick={thread.readMore}>
              {texts.panels.more}
            </Button>
          )}
        </>
      ) : (
        <RowsSkeleton rows={4} className="p-2" />
      )}
    </PanelFrame>
  );
}

type RepliesProps = { lines: readonly ThreadLine[]; renderBody: RenderBody; onJump(seq: number): void };

function Replies({ lines, renderBody, onJump }: RepliesProps) {
  const { viewer } = useChat();
  const list = useRef<HTMLUListElement>(null);
  const last = lines.at(-1);
  const known = useRef<string>(undefined);
  useEffect(() => {
    if (last === undefined || last.key === known.current) return;
    const isNews = known.current !== undefined;
    known.current = last.key;
    if (!isNews) return;
    list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
    if (last.kind === 'reply' && last.message.sender.id !== viewer.id) {
      announce(texts.thread.announce(last.message.sender.display_name, last.message.content.slice(0, 200)));
    }
  }, [last, viewer.id]);
  return (
    <ul ref={list} aria-label={texts.thread.list} className="space-y-3.5 px-4 py-3">
      {lines.map((line) => (
        <li key={line.key}>
          {line.kind === 'pending' ? (
            <PendingReply item={line.item} renderBody={renderBody} />
          ) : (
            <MessageCard
              message={line.message}
              renderBody={renderBody}
              actions={
                <IconButton
                  label={texts.panels.showInConversation}
                  icon={CornerUpRight}
                  className="size-8 opacity-0 group-focus-within/card:opacity-100 group-hover/card:opacity-100 pointer-coarse:opacity-100"
                  onClick={() => onJump(line.message.seq)}
                />
              }
            >
              <CardReactions message={line.message} />
            </MessageCard>
          )}
        </li>
      ))}
    </ul>
  );
}

function PendingReply({ item, renderBody }: { item: OutboxItem; renderBody: RenderBody }) {
  const { chat } = useChat();
  const button = 'rounded-sm px-1 py-0.5 font-semibold underline underline-offset-2';
  return (
    <div className="ps-11">
      <div className="text-base wrap-anywhere whitespace-pre-wrap opacity-75">{renderBody({ content: item.content, attachments: [] })}</div>
      {item.state === 'failed' ? (
        <p role="alert" className="text-xs text-danger">
          {texts.thread.notSent}
          <button type="button" className={button} onClick={() => chat.retry(item.clientId)}>
            {texts.thread.retry}
          </button>
          <button type="button" className={button} onClick={() => chat.discard(item.clientId)}>
            {texts.thread.discard}
          </button>
        </p>
      ) : (
        <p className="text-xs text-ink-faint">{texts.thread.sending}</p>
      )}
    </div>
  );
}

function Failed({ onRetry }: { onRetry(): void }) {
  return (
    <EmptyState
      title={texts.panels.failed}
      action={
        <Button look="secondary" onClick={onRetry}>
          {texts.common.retry}
        </Button>
      }
    />
  );
}
