import { MessageCircle, SquarePen, UsersRound } from 'lucide-react';
import { UserMenu } from '../features/account/user-menu.tsx';
import { RoomList } from '../features/rooms/room-list.tsx';
import { useChat } from '../realtime/chat-context.tsx';
import { useSelected } from '../realtime/use-store.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
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
      <header className="flex h-15 shrink-0 items-center gap-2.5 pr-3 pl-4">
        <Logo className="size-7" />
        <Title className="flex-1 text-lg font-semibold tracking-tight">{texts.product}</Title>
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
        </Menu>
        <UserMenu viewer={viewer} online={online} />
      </header>
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
