import { texts } from '../../texts/texts.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { keysOf, type ShortcutGroup, shortcuts } from './shortcut-table.ts';
import { isMac } from './use-shortcuts.ts';

const groups: readonly ShortcutGroup[] = ['going', 'reading', 'showing'];

/** What the keys do, as they do it: both come from one table. */
export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={texts.shortcuts.title} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by the keyboard */}
      <section className="min-h-0 overflow-y-auto px-5 pb-5" tabIndex={0} aria-label={texts.shortcuts.title}>
        {groups.map((group) => (
          <section key={group} aria-label={texts.shortcuts.groups[group]} className="pt-4">
            <h3 className="text-xs font-semibold text-ink-faint">{texts.shortcuts.groups[group]}</h3>
            <ul>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ id, chords }) => (
                  <li key={id} className="flex min-h-9 items-center gap-3 border-b border-line text-sm last:border-b-0">
                    <span className="flex-1">{texts.shortcuts.names[id]}</span>
                    {chords.map((chord) => {
                      const keys = keysOf(chord, isMac);
                      return (
                        <span
                          key={keys.join()}
                          className="flex gap-1 not-last:after:px-1 not-last:after:text-ink-faint not-last:after:content-['·']"
                        >
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
                    })}
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </section>
    </Dialog>
  );
}
