import type { PresenceNow } from '@parley/client';
import type { Member } from '@parley/contracts';
import { Ellipsis, MessageCircle, UserMinus } from 'lucide-react';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { describePresence } from '../../ui/describe-presence.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useNow } from '../../ui/use-now.ts';

type Props = {
  member: Member;
  presence: PresenceNow;
  isViewer: boolean;
  /** What may be done; nothing is offered that may not. */
  onMessage?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
};

export function MemberRow({ member, presence, isViewer, onMessage, onRemove }: Props) {
  const now = useNow();
  const hasMenu = !isViewer && (onMessage || onRemove);
  return (
    <li className="flex min-h-12 items-center gap-3 rounded-md px-2 py-1.5 [--ring:var(--canvas)]">
      <Avatar id={member.id} name={member.display_name} url={member.avatar_url} size="sm" status={isViewer ? 'online' : presence.status} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-1.5">
          <span className="truncate text-sm font-medium">{member.display_name}</span>
          {isViewer && <span className="shrink-0 text-xs text-ink-faint">({texts.common.you.toLowerCase()})</span>}
        </span>
        <span className="block truncate text-xs text-ink-faint">{isViewer ? texts.presence.online : describePresence(presence, now)}</span>
      </span>
      {member.role !== 'member' && (
        <span className="shrink-0 rounded-full bg-sunken px-2 py-0.5 text-2xs font-medium text-ink-soft">
          {texts.members.roles[member.role]}
        </span>
      )}
      {hasMenu && (
        <Menu
          label={texts.members.options(member.display_name)}
          triggerClassName="flex size-8 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
          trigger={<Ellipsis className="size-4.5" aria-hidden="true" />}
        >
          {onMessage && (
            <MenuItem icon={<MessageCircle />} onAction={onMessage}>
              {texts.members.message}
            </MenuItem>
          )}
          {onRemove && (
            <MenuItem icon={<UserMinus />} tone="danger" onAction={onRemove}>
              {texts.members.remove}
            </MenuItem>
          )}
        </Menu>
      )}
    </li>
  );
}
