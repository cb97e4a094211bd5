import {
  Bell,
  CheckCheck,
  Compass,
  Hash,
  MessageCircle,
  PanelLeftClose,
  PanelLeftOpen,
  Search,
  SquarePen,
  TextSearch,
  UsersRound,
} from 'lucide-react';
import { NavLink } from 'react-router';
import { UserMenu } from '../features/account/user-menu.tsx';
import { RoomList } from '../features/rooms/room-list.tsx';
import { useChat } from '../realtime/chat-context.tsx';
import { useMarkAllRead } from '../realtime/use-mark-all-read.ts';
import { useRelationships } from '../realtime/use-relationships.ts';
import { useSelected } from '../realtime/use-store.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Logo } from '../ui/logo.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { useShell } from './shell-state.ts';
import { keysOf } from './shortcuts/shortcut-table.ts';
import { isMac } from './shortcuts/use-shortcuts.ts';

const switchKeys = keysOf({ key: 'k', mod: true }, isMac).join(isMac ? '' : '+');

/** `isPage`: nothing else is shown, as on a phone or before a conversation is chosen. `isRail`: pictures alone. */
export function Sidebar({ isPage, isTablet, isRail }: { isPage: boolean; isTablet: boolean; isRail: boolean }) {
  const { chat, viewer } = useChat();
  const online = useSelected(chat.connection, (connection) => connection.phase === 'online');
  const { open, toggleList } = useShell();
  const markAllRead = useMarkAllRead();
  const Title = isPage ? 'h1' : 'p';
  return (
    <nav aria-label={texts.rooms.title} data-rail={isRail || undefined} className="flex h-full min-w-0 flex-col bg-canvas">
      <header className="flex h-15 shrink-0 items-center gap-1.5 pe-3 ps-4 in-data-rail:h-auto in-data-rail:flex-col-reverse in-data-rail:px-0 in-data-rail:py-3">
        <Logo className="me-1 size-7 in-data-rail:hidden" />
        <Title className="flex-1 text-lg font-semibold tracking-tight in-data-rail:sr-only">{texts.product}</Title>
        {isTablet && (
          <IconButton
            label={isRail ? texts.rooms.expand : texts.rooms.collapse}
            icon={isRail ? PanelLeftOpen : PanelLeftClose}
            aria-expanded={!isRail}
            className="rtl:-scale-x-100"
            onClick={toggleList}
          />
        )}
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
          <MenuItem icon={<CheckCheck />} onAction={markAllRead}>
            {texts.rooms.markAllRead}
          </MenuItem>
        </Menu>
        <UserMenu viewer={viewer} online={online} onEditStatusText={() => open({ kind: 'status-text' })} />
      </header>
      <PageLinks />
      <RoomList
        onLeave={(roomId) => open({ kind: 'leave', roomId })}
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
    <span className="relative">
      <NavLink
        to="/notifications"
        aria-label={texts.notifications.title}
        aria-describedby={unread > 0 ? 'unread-notifications' : undefined}
        title={texts.notifications.title}
        className={({ isActive }) =>
          classNames(
            'flex size-9 items-center justify-center rounded-md hover:bg-hover hover:text-ink',
            isActive ? 'bg-accent-soft text-on-accent-soft' : 'text-ink-soft',
          )
        }
      >
        <Bell className="size-5" aria-hidden="true" />
      </NavLink>
      {unread > 0 && (
        // Beside the link, not in it: what one sees in a link must be in its name, by which voice control finds it.
        <span className="pointer-events-none absolute -end-0.5 top-0 flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-danger px-1 text-2xs font-semibold text-surface tabular-nums ring-2 ring-canvas">
          <span aria-hidden="true">{unread > 99 ? texts.rooms.many : unread}</span>
          <span id="unread-notifications" className="sr-only">
            {texts.notifications.unread(unread)}
          </span>
        </span>
      )}
    </span>
  );
}

/** The pages beside the conversations. */
function PageLinks() {
  const relationships = useRelationships();
  const open = useShell((shell) => shell.open);
  const waiting = relationships.data?.requests.filter((request) => request.direction === 'incoming').length ?? 0;
  return (
    <ul
      aria-label={texts.shell.pages}
      className="mb-2 grid shrink-0 grid-cols-[repeat(3,minmax(0,auto))] gap-1 border-b border-line px-2 pb-2 in-data-rail:grid-cols-1"
    >
      <li className="col-span-full min-w-0">
        <button
          type="button"
          onClick={() => open({ kind: 'switcher' })}
          className="mb-1 flex h-9 w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-sm text-ink-faint transition-colors hover:border-line-strong hover:text-ink-soft in-data-rail:justify-center in-data-rail:px-0"
        >
          <Search className="size-4 shrink-0" aria-hidden="true" />
          <span className="min-w-0 flex-1 truncate text-start in-data-rail:sr-only">{texts.switcher.title}…</span>
          <span className="text-xs in-data-rail:hidden max-md:hidden" aria-hidden="true" translate="no">
            {switchKeys}
          </span>
        </button>
      </li>
      <PageLink to="/search" icon={<TextSearch />} name={texts.search.title} />
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
        title={name}
        className={({ isActive }) =>
          classNames(
            'relative flex h-9 items-center gap-1.5 rounded-md px-2 text-sm font-medium in-data-rail:justify-center outline-offset-[-2px] transition-colors',
            isActive ? 'bg-accent-soft text-on-accent-soft' : 'text-ink-soft hover:bg-hover hover:text-ink',
          )
        }
      >
        <span className="flex *:size-4.5" aria-hidden="true">
          {icon}
        </span>
        <span className="min-w-0 truncate in-data-rail:sr-only">{name}</span>
        {children}
      </NavLink>
    </li>
  );
}
