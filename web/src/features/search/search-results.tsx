import type { MessageSearchResult } from '@parley/contracts';
import { Paperclip, SearchX, TextSearch } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useChat } from '../../realtime/chat-context.tsx';
import { useStore } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { describeError } from '../../ui/describe-error.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { splitFragment } from './split-fragment.ts';
import type { MessageSearch } from './use-message-search.ts';

type Props = {
  search: MessageSearch;
  /** Where a message is found: a place in its conversation. */
  addressOf(message: { room_id: string; seq: number }): string;
  showsRoom: boolean;
};

/** What was found, best first; each leads to its place in the conversation. */
export function SearchResults({ search, addressOf, showsRoom }: Props) {
  const { chat } = useChat();
  const rooms = useStore(chat.rooms);
  const { found, isOld, isAsked } = search;
  const count = found?.length;
  const outcome = count === undefined || isOld ? undefined : texts.search.found(count, search.hasMore);
  useEffect(() => {
    if (outcome !== undefined) announce(outcome);
  }, [outcome]);

  if (!isAsked) {
    return <EmptyState icon={<TextSearch className="size-6" />} title={texts.search.start} lead={texts.search.startLead} />;
  }
  if (search.error) {
    return (
      <EmptyState
        title={texts.search.failed}
        lead={describeError(search.error)}
        action={
          <Button look="secondary" busy={search.isFetching} onClick={search.retry}>
            {texts.common.retry}
          </Button>
        }
      />
    );
  }
  if (found === undefined) return <RowsSkeleton rows={5} />;
  if (found.length === 0) {
    return <EmptyState icon={<SearchX className="size-6" />} title={texts.search.nothing} lead={texts.search.nothingLead} />;
  }
  return (
    <>
      <p className="px-3 pb-2 text-xs font-medium text-ink-faint">{outcome}</p>
      <ul
        aria-label={texts.search.results}
        aria-busy={isOld}
        className={classNames('space-y-0.5 transition-opacity', isOld && 'opacity-60')}
      >
        {found.map((one) => (
          <Found
            key={one.message.id}
            found={one}
            to={addressOf(one.message)}
            roomName={showsRoom ? rooms.get(one.message.room_id)?.info?.name : undefined}
          />
        ))}
      </ul>
      {search.hasMore && (
        <Button look="quiet" className="mt-2 w-full" busy={search.isReadingMore} onClick={search.readMore}>
          {texts.panels.more}
        </Button>
      )}
    </>
  );
}

type FoundProps = { found: MessageSearchResult['items'][number]; to: string; roomName: string | undefined };

function Found({ found: { message, fragments }, to, roomName }: FoundProps) {
  const { sender } = message;
  return (
    <li>
      <Link to={to} className="flex gap-3 rounded-lg px-3 py-2.5 outline-offset-[-2px] transition-colors hover:bg-hover">
        <Avatar id={sender.id} name={sender.display_name} url={sender.avatar_url} size="sm" className="mt-0.5" />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 truncate text-sm font-semibold">{sender.display_name}</span>
            {roomName !== undefined && <span className="min-w-0 truncate text-xs text-ink-faint">{texts.search.inRoom(roomName)}</span>}
            <RelativeTime at={message.created_at} className="ms-auto shrink-0 text-xs text-ink-faint" />
          </span>
          {fragments.map((fragment, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: stretches of one text, in its order
            <span key={index} className="mt-0.5 line-clamp-3 text-base wrap-anywhere text-ink-soft">
              {splitFragment(fragment).map((piece) =>
                piece.isMarked ? (
                  <mark key={piece.at} className="rounded-xs bg-warn-soft font-semibold text-warn">
                    {piece.text}
                  </mark>
                ) : (
                  <span key={piece.at}>{piece.text}</span>
                ),
              )}
            </span>
          ))}
          {message.attachments.length > 0 && (
            <span className="mt-1 flex items-center gap-1.5 text-xs text-ink-faint">
              <Paperclip className="size-3.5 shrink-0" aria-hidden="true" />
              <span className="truncate">{message.attachments.map((file) => file.name).join(', ')}</span>
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
