import { Bell, Compass, Hash, MessageCircle, SquarePen, UsersRound } from 'lucide-react';
import { NavLink } from 'react-router';
import { UserMenu } from '../features/account/user-menu.tsx';
import { RoomList } from '../features/rooms/room-list.tsx';
import { useChat } from '../realtime/chat-context.tsx';
import { useRelationships } from '../realtime/use-relationships.ts';
import { useSelected } from '../realtime/use-store.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Logo } from '../ui/logo.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { useShell } from './shell-state.ts';

/** `isPage`: nothing else is shown, as on a phone or before a conversation is chosen. */
export function Sidebar({ isPage }: { isPage: boolean }) {
  const { chat, viewer } = useChat();
  const online = useSelected(chat.connection, (connection) => connection.phase === 'online');
  const open = useShell((shell) => shell.open);
  const Title = isPage ? 'h1' : 'p';
  return (
    <nav aria-label={texts.rooms.title} className="flex h-full min-w-0 flex-col bg-canvas">
      <header className="flex h-15 shrink-0 items-center gap-1.5 pe-3 ps-4">
        <Logo className="size-7" />
        <Title className="flex-1 text-lg font-semibold tracking-tight">{texts.product}</Title>
        <NotificationBell />
        <Menu
          label={texts.rooms.compose}
          triggerClassName="flex size-9 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
          trigger={<SquarePen className="size-5" aria-hidden="true" />}
        >
          <MenuItem icon={<MessageCircle />} onAction={() => open({ kind: 'new-message' })}>
            {texts.rooms.newMessage}
          </MenuItem>
          <MenuItem icon={<UsersRound />} onAction={() => open({ kind: 'new-group' })}>
            {texts.rooms.newGroup}
          </MenuItem>
          <MenuItem icon={<Hash />} onAction={() => open({ kind: 'new-channel' })}>
            {texts.shell.newChannel}
          </MenuItem>
        </Menu>
        <UserMenu viewer={viewer} online={online} onEditStatusText={() => open({ kind: 'status-text' })} />
      </header>
      <PageLinks />
      <RoomList
        emptyAction={
          <>
            <Button onClick={() => open({ kind: 'new-message' })}>{texts.rooms.newMessage}</Button>
            <Button look="secondary" onClick={() => open({ kind: 'new-group' })}>
              {texts.rooms.newGroup}
            </Button>
          </>
        }
      />
    </nav>
  );
}

/** Leads to what the person should know, and says how much of it is new. */
function NotificationBell() {
  const { chat } = useChat();
  const unread = useSelected(chat.notifications, (state) => state.unreadCount);
  return (
    <NavLink
      to="/notifications"
      aria-label={texts.notifications.title}
      aria-describedby={unread > 0 ? 'unread-notifications' : undefined}
      title={texts.notifications.title}
      className={({ isActive }) =>
        classNames(
          'relative flex size-9 items-center justify-center rounded-md hover:bg-hover hover:text-ink',
          isActive ? 'bg-accent-soft text-on-accent-soft' : 'text-ink-soft',
        )
      }
    >
      <Bell className="size-5" aria-hidden="true" />
      {unread > 0 && (
        <span className="absolute -end-0.5 top-0 flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-danger px-1 text-2xs font-semibold text-surface tabular-nums ring-2 ring-canvas">
          <span aria-hidden="true">{unread > 99 ? texts.rooms.many : unread}</span>
          <span id="unread-notifications" className="sr-only">
            {texts.notifications.unread(unread)}
          </span>
        </span>
      )}
    </NavLink>
  );
}

/** The pages beside the conversations. */
function PageLinks() {
  const relationships = useRelationships();
  const waiting = relationships.data?.requests.filter((request) => request.direction === 'incoming').length ?? 0;
  return (
    <ul aria-label={texts.shell.pages} className="mb-2 grid shrink-0 grid-cols-2 gap-1 border-b border-line px-2 pb-2">
      <PageLink to="/discover" icon={<Compass />} name={texts.shell.discover} />
      <PageLink to="/friends" icon={<UsersRound />} name={texts.shell.friends}>
        {waiting > 0 && (
          <span className="flex h-5 min-w-5 items-center justify-center rounded-full bg-accent px-1.5 text-2xs font-semibold text-on-accent tabular-nums">
            <span aria-hidden="true">{waiting > 99 ? texts.rooms.many : waiting}</span>
            <span className="sr-only">{texts.shell.waiting(waiting)}</span>
          </span>
        )}
      </PageLink>
    </ul>
  );
}

function PageLink({ to, icon, name, children }: { to: string; icon: React.ReactNode; name: string; children?: React.ReactNode }) {
  return (
    <li className="min-w-0">
      <NavLink
        to={to}
        className={({ isActive }) =>
          classNames(
            'flex h-9 items-center gap-2 rounded-md px-2.5 text-sm font-medium outline-offset-[-2px] transition-colors',
            isActive ? 'bg-accent-soft text-on-accent-soft' : 'text-ink-soft hover:bg-hover hover:text-ink',
          )
        }
      >
        <span className="flex *:size-4.5" aria-hidden="true">
          {icon}
        </span>
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {children}
      </NavLink>
    </li>
  );
}
