import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type KnownRoom, usePresence } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { describePresence } from '../../ui/describe-presence.ts';
import { useNow } from '../../ui/use-now.ts';

type Props = { room: KnownRoom; tools: ReactNode };

export function ConversationHeader({ room, tools }: Props) {
  const { info } = room;
  const isDirect = room.type === 'direct';
  const presence = usePresence(info.other_user?.id);
  const now = useNow();
  return (
    <header className="flex h-15 shrink-0 items-center gap-3 border-b border-line pe-3 ps-2 md:ps-5">
      <Link
        to="/chat"
        aria-label={texts.common.back}
        className="-me-2 flex size-9 items-center justify-center rounded-md text-ink-soft hover:bg-hover md:hidden"
      >
        <ChevronLeft className="size-5.5 rtl:-scale-x-100" aria-hidden="true" />
      </Link>
      <Avatar
        id={info.other_user?.id ?? room.id}
        name={info.name}
        url={info.picture_url ?? info.other_user?.avatar_url ?? null}
        kind={isDirect ? 'person' : room.type === 'channel' ? 'channel' : 'group'}
        size="sm"
        status={isDirect ? presence.status : undefined}
      />
      <div className="min-w-0 flex-1">
        <h1 className="truncate font-semibold">{info.name}</h1>
        <p className="truncate text-xs text-ink-faint">
          {!room.isWritable
            ? texts.room.closed
            : isDirect
              ? describePresence(presence, now)
              : (info.description ?? texts.conversation.members(info.member_count))}
        </p>
      </div>
      {tools}
    </header>
  );
}
