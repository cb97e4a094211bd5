import type { Notification, NotificationKind } from '@parley/contracts';
import {
  AtSign,
  Check,
  CornerUpLeft,
  Mail,
  MessageCircle,
  ShieldAlert,
  SmilePlus,
  UserCheck,
  UserCog,
  UserPlus,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { describeNotification, notificationTarget } from '../../realtime/describe-notification.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

const pictures: Record<NotificationKind, ReactNode> = {
  direct_message: <Mail />,
  mention: <AtSign />,
  reply: <CornerUpLeft className="rtl:-scale-x-100" />,
  message: <MessageCircle />,
  reaction: <SmilePlus />,
  friend_request: <UserPlus />,
  friend_accepted: <UserCheck />,
  invitation: <UsersRound />,
  role_changed: <UserCog />,
  security: <ShieldAlert />,
};

type Props = {
  notification: Notification;
  onRead(id: string): void;
  /** What can be done about it here. */
  children?: ReactNode;
};

/** One thing that happened, and the way to where it happened: opening it is having read it. */
export function NotificationRow({ notification, onRead, children }: Props) {
  const { id, kind, actor, message, read_at, updated_at } = notification;
  const isUnread = read_at === null;
  return (
    <li
      data-unread={isUnread || undefined}
      className={classNames(
        'group/notice relative flex gap-3 rounded-lg px-3 py-3 transition-colors focus-within:bg-hover hover:bg-hover',
        isUnread && 'bg-accent-soft/45',
      )}
    >
      <Picture kind={kind} actor={actor} />
      <div className="min-w-0 flex-1">
        <p className={classNames('text-sm', isUnread ? 'font-semibold text-ink' : 'text-ink-soft')}>
          {/* The whole row is the link's: what stands above it is pressed for itself. */}
          <Link
            to={notificationTarget(notification)}
            onClick={() => isUnread && onRead(id)}
            className="outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {isUnread && <span className="sr-only">{texts.notifications.filters.unread}: </span>}
            {describeNotification(notification)}
          </Link>
        </p>
        {message !== null && message.excerpt !== '' && (
          <p className="mt-0.5 line-clamp-2 text-sm wrap-anywhere text-ink-soft">{message.excerpt}</p>
        )}
        <RelativeTime at={updated_at} className="mt-0.5 block text-xs text-ink-faint" />
        {children && <div className="relative mt-2 flex flex-wrap gap-2">{children}</div>}
      </div>
      {isUnread && (
        <div className="relative flex size-9 shrink-0 items-center justify-center">
          <span
            aria-hidden="true"
            className="size-2.5 rounded-full bg-accent group-focus-within/notice:opacity-0 group-hover/notice:opacity-0 pointer-coarse:opacity-0"
          />
          <IconButton
            label={texts.notifications.markOne}
            icon={Check}
            onClick={() => onRead(id)}
            className="absolute inset-0 opacity-0 group-focus-within/notice:opacity-100 group-hover/notice:opacity-100 pointer-coarse:opacity-100"
          />
        </div>
      )}
    </li>
  );
}

function Picture({ kind, actor }: Pick<Notification, 'kind' | 'actor'>) {
  const icon = pictures[kind];
  if (actor === null) {
    return (
      <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-warn-soft text-warn *:size-5" aria-hidden="true">
        {icon}
      </span>
    );
  }
  return (
    <span className="relative shrink-0 self-start">
      <Avatar id={actor.id} name={actor.display_name} url={actor.avatar_url} />
      <span
        className="absolute -end-1 -bottom-1 flex size-5 items-center justify-center rounded-full bg-accent text-on-accent ring-2 ring-surface *:size-3"
        aria-hidden="true"
      >
        {icon}
      </span>
    </span>
  );
}
