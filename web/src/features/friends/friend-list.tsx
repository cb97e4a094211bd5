import type { Friend } from '@parley/contracts';
import { Ban, Ellipsis, MessageCircle, UserMinus, UserRound, UsersRound } from 'lucide-react';
import { useChat } from '../../realtime/chat-context.tsx';
import { useOpenDirect } from '../../realtime/use-open-direct.ts';
import { useStore } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { describePresence } from '../../ui/describe-presence.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { FriendDeeds } from './friend-deeds.ts';
import { PeopleSection, PersonRow } from './person-row.tsx';
import { type FriendNow, groupFriends } from './sort-friends.ts';

export function FriendList({ friends, ...can }: { friends: readonly Friend[] } & FriendDeeds) {
  const { chat } = useChat();
  const { online, others } = groupFriends(friends, useStore(chat.presence));
  const openDirect = useOpenDirect();
  const now = useNow();
  if (friends.length === 0) {
    return (
      <EmptyState
        icon={<UsersRound className="size-6" />}
        title={texts.friends.empty}
        lead={texts.friends.emptyLead}
        action={
          <Button look="secondary" onClick={can.onAdd}>
            {texts.friends.add}
          </Button>
        }
      />
    );
  }
  const rowOf = (friend: FriendNow) => (
    <PersonRow
      key={friend.id}
      person={friend}
      status={friend.presence.status}
      note={describePresence(friend.presence, now)}
      onShowProfile={() => can.onShowProfile(friend)}
    >
      <IconButton
        label={texts.friends.named(texts.friends.message, friend.display_name)}
        icon={MessageCircle}
        onClick={() => openDirect.mutate(friend.id)}
      />
      <Menu
        label={texts.friends.options(friend.display_name)}
        triggerClassName="flex size-9 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
        trigger={<Ellipsis className="size-5" aria-hidden="true" />}
      >
        <MenuItem icon={<UserRound />} onAction={() => can.onShowProfile(friend)}>
          {texts.room.viewProfile}
        </MenuItem>
        <MenuItem icon={<UserMinus />} onAction={() => can.onRemove(friend)}>
          {texts.friends.remove}
        </MenuItem>
        <MenuItem icon={<Ban />} tone="danger" onAction={() => can.onBlock(friend)}>
          {texts.friends.block}
        </MenuItem>
      </Menu>
    </PersonRow>
  );
  return (
    <>
      {openDirect.isError && (
        <div className="mb-3">
          <Notice>{describeError(openDirect.error)}</Notice>
        </div>
      )}
      {online.length > 0 && <PeopleSection title={texts.friends.onlineNow(online.length)}>{online.map(rowOf)}</PeopleSection>}
      {others.length > 0 && <PeopleSection title={texts.friends.others(others.length)}>{others.map(rowOf)}</PeopleSection>}
    </>
  );
}
