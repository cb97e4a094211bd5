import type { Account } from '@parley/contracts';
import { Check, LogOut, Monitor, Moon, ShieldCheck, SlidersHorizontal, Sun, UserRound, UsersRound } from 'lucide-react';
import { useNavigate } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { useOwnStatus } from '../../realtime/use-own-status.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Menu, MenuItem, MenuSection } from '../../ui/menu.tsx';
import { type ThemeChoice, themeChoices, useTheme } from '../../ui/theme.ts';
import { StatusSection } from './status-section.tsx';

const themeIcons = { system: <Monitor />, light: <Sun />, dark: <Moon /> } as const satisfies Record<ThemeChoice, React.ReactNode>;

export function UserMenu({ viewer, online, onEditStatusText }: { viewer: Account; online: boolean; onEditStatusText(): void }) {
  const { choice, choose } = useTheme();
  const navigate = useNavigate();
  const { status } = useOwnStatus();
  const shown = status === 'invisible' || !online ? 'offline' : status;
  return (
    <Menu
      label={texts.account.menu}
      triggerClassName="rounded-full"
      trigger={
        <Avatar
          id={viewer.id}
          name={viewer.display_name}
          url={viewer.avatar_url}
          size="sm"
          status={shown}
          className="[--ring:var(--canvas)]"
        />
      }
      header={
        <div className="mb-1 border-b border-line px-2.5 pt-1 pb-2.5">
          <p className="max-w-56 truncate font-semibold">{viewer.display_name}</p>
          <p className="max-w-56 truncate text-xs text-ink-faint">@{viewer.username}</p>
        </div>
      }
    >
      <StatusSection onEditText={onEditStatusText} />
      <MenuSection title={texts.account.theme}>
        {themeChoices.map((theme) => (
          <MenuItem
            key={theme}
            icon={themeIcons[theme]}
            trailing={theme === choice && <Check className="size-4 text-accent" aria-label="✓" />}
            onAction={() => choose(theme)}
          >
            {texts.account.themes[theme]}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSection>
        <MenuItem icon={<UserRound />} onAction={() => void navigate('/settings/account')}>
          {texts.account.settings}
        </MenuItem>
        <MenuItem icon={<SlidersHorizontal />} onAction={() => void navigate('/settings/appearance')}>
          {texts.settingsPages.nav}
        </MenuItem>
        <MenuItem icon={<ShieldCheck />} onAction={() => void navigate('/settings/security')}>
          {texts.account.security}
        </MenuItem>
        {viewer.role === 'admin' && (
          <MenuItem icon={<UsersRound />} onAction={() => void navigate('/admin')}>
            {texts.account.administration}
          </MenuItem>
        )}
        <MenuItem icon={<LogOut />} onAction={() => void parley.auth.logout().catch(() => undefined)}>
          {texts.account.logout}
        </MenuItem>
      </MenuSection>
    </Menu>
  );
}
