import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useRelationships } from '../../realtime/use-relationships.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { BlockedList } from './blocked-list.tsx';
import type { FriendDeeds } from './friend-deeds.ts';
import { FriendList } from './friend-list.tsx';
import { RequestList } from './request-list.tsx';
import { useFriendNews } from './use-friend-news.ts';

const tabs = ['friends', 'requests', 'blocked'] as const;
type TabName = (typeof tabs)[number];

export function FriendsPage(props: FriendDeeds) {
  const relationships = useRelationships();
  const [tab, setTab] = useState<TabName>('friends');
  const { data } = relationships;
  useFriendNews(data);
  const waiting = data?.requests.filter((request) => request.direction === 'incoming').length ?? 0;
  const counts: Record<TabName, number> = { friends: data?.friends.length ?? 0, requests: waiting, blocked: data?.blocks.length ?? 0 };
  return (
    <Tabs selectedKey={tab} onSelectionChange={(key) => setTab(tabs.find((one) => one === key) ?? 'friends')} className="h-full">
      <Page
        title={texts.friends.title}
        lead={texts.friends.lead}
        action={
          <Button onClick={props.onAdd}>
            <UserPlus className="size-4" aria-hidden="true" />
            {texts.friends.add}
          </Button>
        }
        toolbar={
          <TabList aria-label={texts.friends.title} className="flex gap-1 overflow-x-auto">
            {tabs.map((name) => (
              <Tab
                key={name}
                id={name}
                className="flex h-9 shrink-0 cursor-pointer items-center gap-1.5 rounded-md px-2.5 text-sm sm:px-3 font-medium text-ink-soft outline-offset-[-2px] hover:bg-hover data-selected:bg-accent-soft data-selected:text-on-accent-soft"
              >
                {texts.friends.tabs[name]}
                {counts[name] > 0 && (
                  <span
                    className={classNames(
                      'min-w-5 rounded-full px-1.5 text-center text-2xs font-semibold tabular-nums',
                      name === 'requests' ? 'bg-accent text-on-accent' : 'bg-line text-ink-soft',
                    )}
                  >
                    {counts[name]}
                  </span>
                )}
              </Tab>
            ))}
          </TabList>
        }
      >
        {tabs.map((name) => (
          <TabPanel key={name} id={name} className="rounded-md">
            {data ? (
              name === 'friends' ? (
                <FriendList friends={data.friends} {...props} />
              ) : name === 'requests' ? (
                <RequestList requests={data.requests} onShowProfile={props.onShowProfile} />
              ) : (
                <BlockedList blocks={data.blocks} />
              )
            ) : relationships.isError ? (
              <EmptyState
                title={texts.friends.failed}
                action={
                  <Button look="secondary" busy={relationships.isFetching} onClick={() => void relationships.refetch()}>
                    {texts.common.retry}
                  </Button>
                }
              />
            ) : (
              <RowsSkeleton />
            )}
          </TabPanel>
        ))}
      </Page>
    </Tabs>
  );
}
