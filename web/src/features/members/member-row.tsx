import type { PresenceNow } from '@parley/client';
import type { Member } from '@parley/contracts';
import { Crown, Ellipsis, MessageCircle, ShieldMinus, ShieldPlus, UserMinus, UserRound } from 'lucide-react';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { describePresence } from '../../ui/describe-presence.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { MemberAction } from './member-actions.ts';

type Props = {
  member: Member;
  presence: PresenceNow;
  isViewer: boolean;
  /** What may be done; nothing is offered that may not. */
  actions: readonly MemberAction[];
  onAction(action: MemberAction): void;
  onMessage?: (() => void) | undefined;
  onShowProfile(): void;
};

const icons: Record<MemberAction, React.ReactNode> = {
  promote: <ShieldPlus />,
  demote: <ShieldMinus />,
  transfer: <Crown />,
  remove: <UserMinus />,
};
const names: Record<MemberAction, string> = {
  promote: texts.room.promote,
  demote: texts.room.demote,
  transfer: texts.room.transfer,
  remove: texts.members.remove,
};

export function MemberRow({ member, presence, isViewer, actions, onAction, onMessage, onShowProfile }: Props) {
  const now = useNow();
  return (
    <li className="flex min-h-12 items-center rounded-md pe-1 [--ring:var(--canvas)] hover:bg-hover hover:[--ring:var(--hover)]">
      <button type="button" onClick={onShowProfile} className="flex min-w-0 flex-1 items-center gap-3 rounded-md px-2 py-1.5 text-start">
        <Avatar
          id={member.id}
          name={member.display_name}
          url={member.avatar_url}
          size="sm"
          status={isViewer ? 'online' : presence.status}
        />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-1.5">
            <span className="truncate text-sm font-medium">{member.display_name}</span>
            {isViewer && <span className="shrink-0 text-xs text-ink-faint">({texts.common.you.toLowerCase()})</span>}
          </span>
          <span className="block truncate text-xs text-ink-faint">
            {isViewer ? texts.presence.online : describePresence(presence, now)}
          </span>
        </span>
        {member.role !== 'member' && (
          <span className="shrink-0 rounded-full bg-sunken px-2 py-0.5 text-2xs font-medium text-ink-soft">
            {texts.members.roles[member.role]}
          </span>
        )}
      </button>
      {(!isViewer || actions.length > 0) && (
        <Menu
          label={texts.members.options(member.display_name)}
          triggerClassName="flex size-8 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
          trigger={<Ellipsis className="size-4.5" aria-hidden="true" />}
        >
          {!isViewer && onMessage && (
            <MenuItem icon={<MessageCircle />} onAction={onMessage}>
              {texts.members.message}
            </MenuItem>
          )}
          <MenuItem icon={<UserRound />} onAction={onShowProfile}>
            {texts.room.viewProfile}
          </MenuItem>
          {actions.map((action) => (
            <MenuItem
              key={action}
              icon={icons[action]}
              onAction={() => onAction(action)}
              {...(action === 'remove' ? { tone: 'danger' as const } : {})}
            >
              {names[action]}
            </MenuItem>
          ))}
        </Menu>
      )}
    </li>
  );
}
