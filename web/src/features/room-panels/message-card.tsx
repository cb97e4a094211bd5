import type { Message } from '@parley/contracts';
import type { ReactNode } from 'react';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

/** How the conversation shows what somebody wrote: the panels show it the same way. */
export type RenderBody = (message: Pick<Message, 'content' | 'attachments'>) => ReactNode;

type Props = { message: Message; renderBody: RenderBody; note?: ReactNode; actions?: ReactNode; children?: ReactNode };

/** A message by itself, outside of its conversation: who, when, what. */
export function MessageCard({ message, renderBody, note, actions, children }: Props) {
  const { sender } = message;
  return (
    <article className="group/card relative flex gap-3">
      <Avatar id={sender.id} name={sender.display_name} url={sender.avatar_url} size="sm" className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2 pe-1">
          <span className="min-w-0 truncate text-sm font-semibold">{sender.display_name}</span>
          <RelativeTime at={message.created_at} className="shrink-0 text-xs text-ink-faint" />
          {message.is_edited && <span className="shrink-0 text-xs text-ink-faint">{texts.panels.edited}</span>}
        </p>
        {note}
        <div className="text-base wrap-anywhere whitespace-pre-wrap">
          {message.is_deleted ? <em className="text-ink-faint">{texts.panels.deleted}</em> : renderBody(message)}
        </div>
        {children}
      </div>
      {actions && <div className="flex shrink-0 items-start">{actions}</div>}
    </article>
  );
}
