import { DiscoverPage } from '../features/discover/discover-page.tsx';
import { FriendsPage } from '../features/friends/friends-page.tsx';
import { NotificationsPage } from '../features/notifications/notifications-page.tsx';
import { SearchPage } from '../features/search/search-page.tsx';
import { SettingsPages } from './settings-pages.tsx';
import { useShell } from './shell-state.ts';

/** The pages that stand where a conversation would. */
export function SidePages({ pathname }: { pathname: string }) {
  const open = useShell((shell) => shell.open);
  if (pathname.startsWith('/settings')) return <SettingsPages section={pathname.split('/')[2] ?? ''} />;
  if (pathname === '/search') return <SearchPage />;
  if (pathname === '/notifications') return <NotificationsPage />;
  if (pathname === '/discover') return <DiscoverPage onCreate={() => open({ kind: 'new-channel' })} />;
  return (
    <FriendsPage
      onAdd={() => open({ kind: 'add-friend' })}
      onShowProfile={(person) => open({ kind: 'profile', person })}
      onRemove={(person) => open({ kind: 'remove-friend', person })}
      onBlock={(person) => open({ kind: 'block', person })}
    />
  );
}
