import type { KeyboardEvent } from 'react';
import { usePreferences } from '../../ui/preferences.ts';
import type { RowActions } from './message-actions.tsx';
import { messageKeyOf } from './message-keys.ts';
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
  switch (messageKeyOf(event.key)) {
    case 'reply':
      return may.write && done(() => actions.reply(row));
    case 'thread':
      return done(() => actions.openThread(row));
    case 'edit':
      return row.isOwn && done(() => actions.edit(row));
    case 'react':
      return done(pick);
    case 'pin':
      return may.pin && done(() => actions.pin(row));
    case 'remove':
      return (row.isOwn || may.moderate) && done(() => actions.remove(row));
    default:
      return false;
  }
}

function done(deed: () => void): true {
  deed();
  return true;
}
