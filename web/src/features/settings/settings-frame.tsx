import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink } from 'react-router';
import { texts } from '../../texts/texts.ts';
import { classNames } from '../../ui/class-names.ts';
import { Page } from '../../ui/page.tsx';

export const settingsSections = ['account', 'notifications', 'appearance', 'security', 'connections'] as const;
export type SettingsSection = (typeof settingsSections)[number];

export function isSettingsSection(name: string): name is SettingsSection {
  return settingsSections.some((section) => section === name);
}

/** One of the pages of settings, with the way to the others. */
export function SettingsFrame({ section, children }: { section: SettingsSection; children: ReactNode }) {
  const { title, lead } = texts.settingsPages[section];
  const current = useRef<HTMLLIElement>(null);
  // On a phone not all of them fit: the one that is open must be among those that are seen.
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which is nothing to clean up with.
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <Page
      title={title}
      lead={lead}
      toolbar={
        <nav aria-label={texts.settingsPages.nav}>
          <ul className="-mx-1 flex gap-1 overflow-x-auto px-1 py-0.5">
            {settingsSections.map((one) => (
              <li key={one} ref={one === section ? current : undefined} className="shrink-0">
                <NavLink
                  to={`/settings/${one}`}
                  replace
                  className={({ isActive }) =>
                    classNames(
                      'flex h-9 items-center rounded-md px-3 text-sm font-medium whitespace-nowrap outline-offset-[-2px]',
                      isActive ? 'bg-accent-soft text-on-accent-soft' : 'text-ink-soft hover:bg-hover hover:text-ink',
                    )
                  }
                >
                  {texts.settingsPages[one].short}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      }
    >
      <div className="flex flex-col gap-5">{children}</div>
    </Page>
  );
}
