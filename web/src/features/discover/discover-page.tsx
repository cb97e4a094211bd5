import { ParleyError } from '@parley/client';
import type { Channel } from '@parley/contracts';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Compass, Plus } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { useStore } from '../../realtime/use-store.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { ChannelCard } from './channel-card.tsx';

const pauseMs = 200;
const pageSize = 30;

export function DiscoverPage({ onCreate }: { onCreate(): void }) {
  const { chat } = useChat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const q = useSettled(text.trim(), pauseMs);
  const rooms = useStore(chat.rooms);
  const channels = useInfiniteQuery({
    queryKey: ['channels', q],
    queryFn: ({ pageParam }) =>
      parley.rooms.channels({ limit: pageSize, ...(q === '' ? {} : { q }), ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (page) => (page.has_more ? page.next_cursor : null),
    placeholderData: keepPreviousData,
  });
  const join = useMutation({
    mutationFn: async (channel: Channel) => {
      try {
        await parley.rooms.join(channel.id);
      } catch (error) {
        // Joined elsewhere meanwhile: what was wanted is so.
        if (!(error instanceof ParleyError && error.code === 'already_member')) throw error;
      }
      await chat.loadRoom(channel.id);
      return channel.id;
    },
    onSuccess: (roomId) => {
      void queries.invalidateQueries({ queryKey: ['channels'] });
      void navigate(`/chat/${roomId}`);
    },
  });
  const found = channels.data?.pages.flatMap((page) => page.items);
  const create = (
    <Button look="secondary" onClick={onCreate}>
      <Plus className="size-4" aria-hidden="true" />
      {texts.shell.newChannel}
    </Button>
  );

  return (
    <Page
      title={texts.discover.title}
      lead={texts.discover.lead}
      action={create}
      toolbar={<SearchBox label={texts.discover.search} placeholder={texts.discover.searchPlaceholder} value={text} onChange={setText} />}
    >
      {join.isError && (
        <div className="mb-3">
          <Notice>{describeJoinError(join.error)}</Notice>
        </div>
      )}
      {found === undefined && channels.isError ? (
        <EmptyState
          title={texts.discover.failed}
          action={
            <Button look="secondary" busy={channels.isFetching} onClick={() => void channels.refetch()}>
              {texts.common.retry}
            </Button>
          }
        />
      ) : found === undefined ? (
        <RowsSkeleton />
      ) : found.length === 0 ? (
        <EmptyState
          icon={<Compass className="size-6" />}
          title={q === '' ? texts.discover.empty : texts.discover.noneMatch(q)}
          lead={q === '' ? texts.discover.emptyLead : texts.discover.noneMatchLead}
          action={create}
        />
      ) : (
        <ul aria-label={texts.discover.list} className="grid gap-3 lg:grid-cols-2">
          {found.map((channel) => (
            <ChannelCard
              key={channel.id}
              channel={channel}
              isMember={channel.is_member || rooms.has(channel.id)}
              isJoining={join.isPending && join.variables.id === channel.id}
              onJoin={() => join.mutate(channel)}
            />
          ))}
        </ul>
      )}
      {channels.hasNextPage && (
        <div className="flex justify-center pt-4">
          <Button look="secondary" busy={channels.isFetchingNextPage} onClick={() => void channels.fetchNextPage()}>
            {texts.room.showMore}
          </Button>
        </div>
      )}
    </Page>
  );
}

function describeJoinError(error: unknown): string {
  return error instanceof ParleyError && error.code === 'limit_reached' ? texts.discover.full : describeError(error);
}
