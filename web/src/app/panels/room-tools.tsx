import { CheckCheck, Ellipsis, Link, Pin, Search, UsersRound } from 'lucide-react';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSection } from '../../ui/menu.tsx';
import { LevelSection } from './level-section.tsx';
import type { PanelControl } from './use-panel.ts';

/** At the end of a conversation's header: its panels, and what is done to it as a whole. */
export function RoomTools({ room, control }: { room: KnownRoom; control: PanelControl }) {
  const { chat } = useChat();
  const kind = control.panel?.kind;
  const copyLink = () =>
    void navigator.clipboard.writeText(`${window.location.origin}/chat/${room.id}`).then(
      () => announce(texts.panels.linkCopied),
      () => announce(texts.messages.changeFailed),
    );
  return (
    <div className="flex shrink-0 items-center">
      <IconButton
        label={texts.search.here}
        icon={Search}
        className="max-sm:hidden"
        aria-pressed={kind === 'search'}
        onClick={() => control.toggle({ kind: 'search' })}
      />
      <IconButton
        label={texts.pins.title}
        icon={Pin}
        className="max-sm:hidden"
        aria-pressed={kind === 'pins'}
        onClick={() => control.toggle({ kind: 'pins' })}
      />
      <IconButton
        label={texts.conversation.showMembers}
        icon={UsersRound}
        aria-pressed={kind === 'info'}
        onClick={() => control.toggle({ kind: 'info' })}
      />
      <Menu
        label={texts.panels.options}
        triggerClassName="flex size-9 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
        trigger={<Ellipsis className="size-5" aria-hidden="true" />}
      >
        <MenuSection>
          <MenuItem icon={<Search />} onAction={() => control.open({ kind: 'search' })}>
            {texts.search.here}
          </MenuItem>
          <MenuItem icon={<Pin />} onAction={() => control.open({ kind: 'pins' })}>
            {texts.pins.title}
          </MenuItem>
          <MenuItem icon={<CheckCheck />} onAction={() => chat.markRead(room.id)}>
            {texts.panels.markRead}
          </MenuItem>
          <MenuItem icon={<Link />} onAction={copyLink}>
            {texts.panels.copyLink}
          </MenuItem>
        </MenuSection>
        <LevelSection roomId={room.id} />
      </Menu>
    </div>
  );
}
