import { ParleyError } from '@parley/client';
import type { Profile } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { parley } from '../../realtime/parley.ts';
import { describePictureError, pictureIdOf } from '../../realtime/upload-picture.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type PictureChoice, PictureField } from '../../ui/picture-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ChosenPeople } from './chosen-people.tsx';
import { PeoplePicker } from './people-picker.tsx';
import { isSlug, slugFromName } from './slug-from-name.ts';

type Props = { type: 'group' | 'channel'; onOpen(roomId: string): void; onClose(): void };

/** A group needs its people at once, a channel an address by which they find it. */
export function NewRoomDialog({ type, onOpen, onClose }: Props) {
  const { chat } = useChat();
  const [name, setName] = useState('');
  const [ownSlug, setOwnSlug] = useState<string>();
  const [description, setDescription] = useState('');
  const [picture, setPicture] = useState<PictureChoice>();
  const [chosen, setChosen] = useState<readonly Profile[]>([]);
  // One key per dialog: pressing the button again after a lost answer makes no second room.
  const [idempotencyKey, setIdempotencyKey] = useState(() => crypto.randomUUID());
  const isChannel = type === 'channel';
  const slug = ownSlug ?? slugFromName(name);
  const slugWrong = isChannel && slug !== '' && !isSlug(slug);
  const create = useMutation({
    mutationFn: async () => {
      const picture_id = await pictureIdOf(picture);
      const member_ids = chosen.map((person) => person.id);
      const body = {
        type,
        name: name.trim(),
        member_ids,
        ...(isChannel && slug !== '' ? { slug } : {}),
        ...(description.trim() === '' ? {} : { description: description.trim() }),
        ...(picture_id ? { picture_id } : {}),
      };
      const room = await parley.rooms.create(body, idempotencyKey);
      await chat.loadRoom(room.id);
      return room.id;
    },
    onSuccess: onOpen,
    // What is refused is changed before the next try, and then it is another request.
    onError: (error) => error instanceof ParleyError && error.code !== 'unavailable' && setIdempotencyKey(crypto.randomUUID()),
  });
  const slugTaken = create.error instanceof ParleyError && create.error.code === 'slug_taken';
  const isComplete = name.trim() !== '' && (isChannel ? !slugWrong : chosen.length > 0);

  return (
    <Dialog
      title={isChannel ? texts.room.newChannelTitle : texts.people.newGroupTitle}
      {...(isChannel ? { lead: texts.room.newChannelLead } : {})}
      onClose={onClose}
    >
      <form
        className="flex min-h-0 flex-1 flex-col"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) create.mutate();
        }}
      >
        <div className="min-h-0 flex-1 overflow-y-auto pt-2">
          <div className="flex flex-col gap-3 px-5 pb-3">
            <PictureField id="new" name={name} kind={type} url={null} value={picture} onChange={setPicture} />
            <TextField
              label={isChannel ? texts.room.channelName : texts.people.groupName}
              placeholder={isChannel ? texts.room.channelNamePlaceholder : texts.people.groupNamePlaceholder}
              maxLength={limits.roomNameMax}
              value={name}
              autoFocus
              onChange={(event) => setName(event.target.value)}
            />
            {isChannel && (
              <TextField
                label={texts.room.slug}
                hint={texts.room.slugHint}
                error={slugTaken ? texts.room.slugTaken : slugWrong ? texts.room.slugWrong : undefined}
                maxLength={limits.slugMax}
                autoCapitalize="none"
                spellCheck={false}
                value={slug}
                onChange={(event) => {
                  create.reset();
                  setOwnSlug(event.target.value);
                }}
              />
            )}
            <TextArea
              label={texts.room.description}
              note={texts.room.optional}
              placeholder={texts.room.descriptionHint}
              maxLength={limits.roomDescriptionMax}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
            <p className="-mb-1 text-sm font-medium">
              {texts.room.addPeople} {isChannel && <span className="font-normal text-ink-faint">({texts.room.optional})</span>}
            </p>
          </div>
          <ChosenPeople people={chosen} onRemove={(person) => setChosen(chosen.filter((other) => other.id !== person.id))} />
          <PeoplePicker mode="multiple" isInForm chosen={chosen} onChange={setChosen} />
        </div>
        {create.isError && !slugTaken && (
          <div className="mx-5">
            <Notice>{describePictureError(create.error)}</Notice>
          </div>
        )}
        <DialogActions>
          <Button look="secondary" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" busy={create.isPending} disabled={!isComplete}>
            {isChannel ? texts.room.createChannel : texts.people.createGroup}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
