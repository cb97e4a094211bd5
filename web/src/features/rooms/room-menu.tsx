import { Bell, BellOff, CheckCheck, Ellipsis, EyeOff, LogOut } from 'lucide-react';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { useMute } from '../../realtime/use-mute.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Menu, MenuItem, MenuSection } from '../../ui/menu.tsx';

type Props = { room: KnownRoom; isOpen: boolean; onOpenChange(open: boolean): void; onLeave(): void };

/** What is done to a conversation from the list: by the button that the pointer or the focus brings up, or a click of the other button. */
export function RoomMenu({ room, isOpen, onOpenChange, onLeave }: Props) {
  const { chat } = useChat();
  const mute = useMute(room.id);
  const failed = () => announce(texts.messages.changeFailed);
  const last = room.info.last_message;
  return (
    <Menu
      label={texts.rooms.options(room.info.name)}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      triggerClassName={classNames(
        'absolute end-1.5 top-1.5 flex size-7 items-center justify-center rounded-md border border-line bg-raised text-ink-soft shadow-xs hover:text-ink in-data-rail:hidden',
        !isOpen && 'opacity-0 group-focus-within/room:opacity-100 group-hover/room:opacity-100 pointer-coarse:hidden',
      )}
      trigger={<Ellipsis className="size-4" aria-hidden="true" />}
    >
      <MenuSection>
        {room.unreadCount > 0 ? (
          <MenuItem icon={<CheckCheck />} onAction={() => chat.markRead(room.id)}>
            {texts.panels.markRead}
          </MenuItem>
        ) : (
          last && (
            <MenuItem icon={<EyeOff />} onAction={() => void parley.messages.markUnread(room.id, Math.max(0, last.seq - 1)).catch(failed)}>
              {texts.rooms.markUnread}
            </MenuItem>
          )
        )}
        {room.info.muted ? (
          <MenuItem icon={<Bell />} onAction={() => mute.mutate('unmute', { onError: failed })}>
            {texts.room.unmute}
          </MenuItem>
        ) : (
          <MenuItem icon={<BellOff />} onAction={() => mute.mutate('ever', { onError: failed })}>
            {texts.room.mute}
          </MenuItem>
        )}
      </MenuSection>
      {room.type !== 'direct' && (
        <MenuSection>
          <MenuItem icon={<LogOut />} tone="danger" onAction={onLeave}>
            {room.type === 'channel' ? texts.members.leaveChannel : texts.members.leave}
          </MenuItem>
        </MenuSection>
      )}
    </Menu>
  );
}
