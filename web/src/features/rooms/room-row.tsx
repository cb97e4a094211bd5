import { AtSign, BellOff, Lock } from 'lucide-react';
import { useState } from 'react';
import { NavLink } from 'react-router';
import { type KnownRoom, usePresence, useTypists } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RoomMenu } from './room-menu.tsx';
import { roomPreview } from './room-preview.ts';

type Props = { room: KnownRoom; viewerUsername: string; onLeave(): void };

export function RoomRow({ room, viewerUsername, onLeave }: Props) {
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  // Hundreds of rows: the menu comes with the pointer or the focus.
  const [isActive, setIsActive] = useState(false);
  const { info, unreadCount } = room;
  const { status } = usePresence(info.other_user?.id);
  const typists = useTypists(room.id);
  const isUnread = unreadCount > 0;
  return (
    <li
      className="group/room relative"
      onPointerEnter={() => setIsActive(true)}
      onPointerLeave={(event) => setIsActive(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setIsActive(true)}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setIsActive(false)}
      onContextMenu={(event) => {
        event.preventDefault();
        setIsMenuOpen(true);
      }}
    >
      <NavLink
        to={`/chat/${room.id}`}
        title={info.name}
        className={({ isActive }) =>
          classNames(
            'group relative flex items-center gap-3 in-data-rail:justify-center in-data-rail:px-1 rounded-lg px-2.5 py-2 compact:py-0.5 outline-offset-[-2px] transition-colors',
            isActive ? 'bg-accent-soft [--ring:var(--accent-soft)]' : '[--ring:var(--canvas)] hover:bg-hover',
          )
        }
      >
        <Avatar
          id={info.other_user?.id ?? room.id}
          name={info.name}
          url={info.picture_url ?? info.other_user?.avatar_url ?? null}
          kind={room.type === 'direct' ? 'person' : room.type}
          status={room.type === 'direct' ? status : undefined}
        />
        <span className="min-w-0 flex-1 in-data-rail:sr-only">
          <span className="flex items-baseline gap-2">
            <span className={classNames('min-w-0 flex-1 truncate', isUnread ? 'font-semibold' : 'font-medium')}>{info.name}</span>
            {!room.isWritable && <Lock className="size-3.5 shrink-0 self-center text-ink-faint" aria-label={texts.room.closed} />}
            {info.muted && <BellOff className="size-3.5 shrink-0 self-center text-ink-faint" aria-label={texts.rooms.muted} />}
            <RelativeTime
              at={info.last_message?.created_at ?? info.last_activity_at}
              className={classNames(
                'shrink-0 text-xs',
                isUnread ? 'font-medium text-accent' : 'text-ink-faint group-aria-[current]:text-ink-soft',
              )}
            />
          </span>
          <span className="flex items-center gap-2">
            <span
              className={classNames(
                'min-w-0 flex-1 truncate text-sm',
                typists.length > 0 ? 'text-accent' : isUnread ? 'text-ink' : 'text-ink-faint group-aria-[current]:text-ink-soft',
              )}
            >
              {roomPreview(room, viewerUsername, typists)}
            </span>
            {info.mention_count > 0 && (
              <span className="flex size-5 shrink-0 items-center justify-center rounded-full bg-danger text-surface">
                <AtSign className="size-3" strokeWidth={3} aria-hidden="true" />
                <span className="sr-only">{texts.mentions(info.mention_count)}</span>
              </span>
            )}
            {isUnread && <UnreadBadge count={unreadCount} isMuted={info.muted} />}
          </span>
        </span>
        {/* Where only pictures are shown: that something waits. */}
        {isUnread && (
          <span
            aria-hidden="true"
            className={classNames(
              'absolute end-1 top-1 hidden size-3 rounded-full ring-2 ring-canvas in-data-rail:block',
              info.mention_count > 0 ? 'bg-danger' : info.muted ? 'bg-line-strong' : 'bg-accent',
            )}
          />
        )}
      </NavLink>
      {(isActive || isMenuOpen) && <RoomMenu room={room} isOpen={isMenuOpen} onOpenChange={setIsMenuOpen} onLeave={onLeave} />}
    </li>
  );
}

function UnreadBadge({ count, isMuted }: { count: number; isMuted: boolean }) {
  return (
    <span
      className={classNames(
        'flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full px-1.5 text-2xs font-semibold tabular-nums',
        isMuted ? 'bg-line text-ink-soft' : 'bg-accent text-on-accent',
      )}
    >
      <span aria-hidden="true">{count > 99 ? texts.rooms.many : count}</span>
      <span className="sr-only">{texts.rooms.unread(count)}</span>
    </span>
  );
}
