import type { Channel } from '@parley/contracts';
import { UsersRound } from 'lucide-react';
import { Link } from 'react-router';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';

type Props = { channel: Channel; isMember: boolean; isJoining: boolean; onJoin(): void };

export function ChannelCard({ channel, isMember, isJoining, onJoin }: Props) {
  return (
    <li className="flex min-w-0 flex-col rounded-xl border border-line bg-raised p-4">
      <div className="flex items-center gap-3">
        <Avatar id={channel.id} name={channel.name} kind="channel" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{channel.name}</h2>
          <p className="truncate text-xs text-ink-faint">#{channel.slug}</p>
        </div>
      </div>
      <p className="mt-3 line-clamp-2 flex-1 text-sm break-words text-ink-soft">{channel.description ?? texts.discover.noDescription}</p>
      <div className="mt-3 flex items-center justify-between gap-3">
        <span className="flex items-center gap-1.5 text-xs text-ink-faint tabular-nums">
          <UsersRound className="size-3.5" aria-hidden="true" />
          {texts.conversation.members(channel.member_count)}
        </span>
        {isMember ? (
          <Link
            to={`/chat/${channel.id}`}
            aria-label={texts.discover.openNamed(channel.name)}
            className="inline-flex h-9 items-center rounded-md border border-line-strong px-4 text-sm font-semibold hover:bg-hover"
          >
            {texts.discover.open}
          </Link>
        ) : (
          <Button className="h-9" busy={isJoining} aria-label={texts.discover.joinNamed(channel.name)} onClick={onJoin}>
            {texts.discover.join}
          </Button>
        )}
      </div>
    </li>
  );
}
