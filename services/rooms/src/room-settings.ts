import { type HistoryVisibility, type MediaId, mediaUrl } from '@parley/contracts';
import type { RoomSettings } from './domain/room-events.ts';

type SettingsBody = {
  picture_id?: MediaId | null | undefined;
  slow_mode_seconds?: number | undefined;
  history_visibility?: HistoryVisibility | undefined;
  shows_receipts?: boolean | undefined;
};

/** What a body says of a room's settings: only what is present. The one place where a picture is chosen for a room. */
export function toSettings(body: SettingsBody): Partial<RoomSettings> {
  const { picture_id: pictureId, slow_mode_seconds, history_visibility, shows_receipts } = body;
  return {
    ...(pictureId === undefined ? {} : { pictureId }),
    ...(slow_mode_seconds === undefined ? {} : { slowModeSeconds: slow_mode_seconds }),
    ...(history_visibility === undefined ? {} : { historyVisibility: history_visibility }),
    ...(shows_receipts === undefined ? {} : { showsReceipts: shows_receipts }),
  };
}

/** Where a room's picture is read. */
export function pictureUrl(pictureId: MediaId | null): string | null {
  return pictureId === null ? null : mediaUrl(pictureId);
}
