import { useEffect, useRef } from 'react';
import { usePreferences } from '../../ui/preferences.ts';
import { matchShortcut, type ShortcutId } from './shortcut-table.ts';

export const isMac = /mac|iphone|ipad/i.test(navigator.platform);

/** What each shortcut does here. Nothing happens while a dialog is open: it has the keys. */
export function useShortcuts(actions: Record<ShortcutId, () => void>): void {
  const latest = useRef(actions);
  latest.current = actions;
  const singleKeys = usePreferences((preferences) => preferences.singleKeys);
  useEffect(() => {
    const keyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]'))
        return;
      const id = matchShortcut(event, { isMac, isTyping: !singleKeys || isTextField(event.target) });
      if (id === undefined) return;
      event.preventDefault();
      latest.current[id]();
    };
    window.addEventListener('keydown', keyDown);
    return () => window.removeEventListener('keydown', keyDown);
  }, [singleKeys]);
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
