import type { ReactNode } from 'react';
import { messageKeyIds, messageKeys } from '../../features/conversation/message-keys.ts';
import { texts } from '../../texts/texts.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { type Chord, keysOf, type ShortcutGroup, shortcuts } from './shortcut-table.ts';
import { isMac } from './use-shortcuts.ts';

/** What the keys do, as they do it: both come from the same tables. */
export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={texts.shortcuts.title} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by the keyboard */}
      <section className="min-h-0 overflow-y-auto px-5 pb-5" tabIndex={0} aria-label={texts.shortcuts.title}>
        <ShortcutList group="going" />
        <ShortcutList group="reading" />
        <Group name={texts.shortcuts.groups.message}>
          {messageKeyIds.map((id) => (
            <Line key={id} name={texts.shortcuts.names[id]} chords={messageKeys[id].map((key) => ({ key }))} />
          ))}
        </Group>
        <ShortcutList group="showing" />
      </section>
    </Dialog>
  );
}

function ShortcutList({ group }: { group: ShortcutGroup }) {
  return (
    <Group name={texts.shortcuts.groups[group]}>
      {shortcuts
        .filter((shortcut) => shortcut.group === group)
        .map(({ id, chords }) => (
          <Line key={id} name={texts.shortcuts.names[id]} chords={chords} />
        ))}
    </Group>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="pt-4">
      <h3 className="text-xs font-semibold text-ink-faint">{name}</h3>
      <ul>{children}</ul>
    </section>
  );
}

function Line({ name, chords }: { name: string; chords: readonly Chord[] }) {
  return (
    <li className="flex min-h-9 items-center gap-3 border-b border-line text-sm last:border-b-0">
      <span className="flex-1">{name}</span>
      {chords.map((chord) => (
        <Keys key={keysOf(chord, isMac).join()} keys={keysOf(chord, isMac)} />
      ))}
    </li>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="flex items-center gap-1 not-last:after:px-1 not-last:after:text-ink-faint not-last:after:content-['·']">
      {keys.map((key) => (
        <kbd
          key={key}
          className="flex h-6 min-w-6 items-center justify-center rounded-sm border border-line-strong bg-sunken px-1.5 font-sans text-xs font-medium text-ink-soft"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
