import type { HistoryVisibility } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { parley } from '../../realtime/parley.ts';
import { describePictureError, pictureIdOf } from '../../realtime/upload-picture.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type PictureChoice, PictureField } from '../../ui/picture-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { describeSpan } from './describe-span.ts';

const slowModeChoicesSeconds = [0, 5, 30, 60, 300, 900, 3_600, 21_600];
const historyChoices: readonly HistoryVisibility[] = ['all', 'joined'];

/** What owner and admins may change. Only what was changed is sent. */
export function RoomSettingsDialog({ room, onClose }: { room: KnownRoom; onClose(): void }) {
  // As it was when it was opened: what others change meanwhile does not change what is being typed.
  const [before] = useState(room.info);
  const [name, setName] = useState(before.name);
  const [description, setDescription] = useState(before.description ?? '');
  const [picture, setPicture] = useState<PictureChoice>();
  const [slowMode, setSlowMode] = useState(before.slow_mode_seconds);
  const [history, setHistory] = useState(before.history_visibility);
  const [receipts, setReceipts] = useState(before.shows_receipts);
  const save = useMutation({
    mutationFn: async () => {
      const picture_id = await pictureIdOf(picture);
      const about = description.trim() === '' ? null : description.trim();
      return parley.rooms.update(room.id, {
        ...(name.trim() === before.name ? {} : { name: name.trim() }),
        ...(about === before.description ? {} : { description: about }),
        ...(picture_id === undefined ? {} : { picture_id }),
        ...(slowMode === before.slow_mode_seconds ? {} : { slow_mode_seconds: slowMode }),
        ...(history === before.history_visibility ? {} : { history_visibility: history }),
        ...(receipts === before.shows_receipts ? {} : { shows_receipts: receipts }),
      });
    },
    onSuccess: onClose,
  });
  const slowModeChoices = [...new Set([...slowModeChoicesSeconds, before.slow_mode_seconds])].sort((a, b) => a - b);

  return (
    <Dialog title={texts.room.settingsTitle} onClose={onClose}>
      <form
        className="flex min-h-0 flex-1 flex-col"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save.mutate();
        }}
      >
        <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pt-3 pb-2">
          <PictureField
            id={room.id}
            name={name}
            kind={room.type === 'channel' ? 'channel' : 'group'}
            url={before.picture_url}
            value={picture}
            onChange={setPicture}
          />
          <TextField
            label={texts.room.name}
            maxLength={limits.roomNameMax}
            value={name}
            error={name.trim() === '' ? texts.account.errors.required : undefined}
            onChange={(event) => setName(event.target.value)}
          />
          <TextArea
            label={texts.room.description}
            placeholder={texts.room.descriptionHint}
            maxLength={limits.roomDescriptionMax}
            rows={3}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
          <SelectField
            label={texts.room.slowMode}
            hint={texts.room.slowModeHint}
            value={String(slowMode)}
            options={slowModeChoices.map((seconds) => ({
              value: String(seconds),
              label: seconds === 0 ? texts.room.slowModeOff : describeSpan(seconds),
            }))}
            onChange={(value) => setSlowMode(Number(value))}
          />
          <SelectField
            label={texts.room.history}
            value={history}
            options={historyChoices.map((choice) => ({ value: choice, label: texts.room.historyChoices[choice] }))}
            onChange={setHistory}
          />
          <label className="flex items-start gap-3 rounded-md border border-line px-3 py-2.5 select-none">
            <input
              type="checkbox"
              checked={receipts}
              onChange={(event) => setReceipts(event.target.checked)}
              className="mt-0.5 size-4.5 shrink-0 accent-(--accent)"
            />
            <span>
              <span className="block text-sm font-medium">{texts.room.receipts}</span>
              <span className="block text-xs text-ink-faint">{texts.room.receiptsHint}</span>
            </span>
          </label>
          {save.isError && <Notice>{describePictureError(save.error)}</Notice>}
        </div>
        <DialogActions>
          <Button look="secondary" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" busy={save.isPending} disabled={name.trim() === ''}>
            {texts.room.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
