import { Navigate } from 'react-router';
import { SecurityPage } from '../features/account/security/security-page.tsx';
import { AccountPage } from '../features/settings/account-page.tsx';
import { AppearanceSettings } from '../features/settings/appearance-settings.tsx';
import { ConnectionsSettings } from '../features/settings/connections-settings.tsx';
import { NotificationSettings } from '../features/settings/notification-settings.tsx';
import { isSettingsSection, SettingsFrame, type SettingsSection } from '../features/settings/settings-frame.tsx';
import { useChat } from '../realtime/chat-context.tsx';

/** The settings, beside the list of conversations: the connection stays, and what comes in meanwhile is heard of. */
export function SettingsPages({ section }: { section: string }) {
  if (!isSettingsSection(section)) return <Navigate to="/settings/account" replace />;
  return (
    <SettingsFrame key={section} section={section}>
      <Section section={section} />
    </SettingsFrame>
  );
}

function Section({ section }: { section: SettingsSection }) {
  const { viewer } = useChat();
  switch (section) {
    case 'account':
      return <AccountPage viewer={viewer} />;
    case 'security':
      return <SecurityPage viewer={viewer} />;
    case 'notifications':
      return <NotificationSettings />;
    case 'appearance':
      return <AppearanceSettings />;
    case 'connections':
      return <ConnectionsSettings />;
  }
}
