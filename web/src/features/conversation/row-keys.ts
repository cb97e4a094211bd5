import type { KeyboardEvent } from 'react';
import { usePreferences } from '../../ui/preferences.ts';
import type { RowActions } from './message-actions.tsx';
import type { MessageRowData } from './timeline-rows.ts';

export type RowRights = { write: boolean; pin: boolean; moderate: boolean };

/** Single keys on a message that has the focus itself: nothing is typed there. @returns whether the key meant something */
export function actByKey(
  event: KeyboardEvent,
  { row, actions, may, pick }: { row: MessageRowData; actions: RowActions; may: RowRights; pick(): void },
): boolean {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (row.message.id === null || row.message.isDeleted) return false;
  // Speech input and some hands set single letters off by accident.
  if (event.key.length === 1 && !usePreferences.getState().singleKeys) return false;
  switch (event.key) {
    case 'r':
      if (may.write) actions.reply(row);
      return may.write;
    case 't':
      actions.openThread(row);
      return true;
    case 'e':
      if (row.isOwn) actions.edit(row);
      return row.isOwn;
    case '+':
      pick();
      return true;
    case 'p':
      if (may.pin) actions.pin(row);
      return may.pin;
    case 'Delete':
    case 'Backspace': {
      const mayDelete = row.isOwn || may.moderate;
      if (mayDelete) actions.remove(row);
      return mayDelete;
    }
    default:
      return false;
  }
}
