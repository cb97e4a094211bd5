import { ImagePlus, Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { texts } from '../texts/texts.ts';
import { Avatar } from './avatar.tsx';
import { Button } from './button.tsx';

/** `undefined`: as it is; `null`: taken away; a file: the new one. */
export type PictureChoice = File | null | undefined;

type Props = {
  id: string;
  name: string;
  kind: 'group' | 'channel';
  url: string | null;
  value: PictureChoice;
  onChange(value: PictureChoice): void;
};

const accepted = 'image/jpeg,image/png,image/webp,image/gif';

/** Shows what is chosen before anything is sent. */
export function PictureField({ id, name, kind, url, value, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const labelId = useId();
  const [preview, setPreview] = useState<string>();
  useEffect(() => {
    if (!value) return setPreview(undefined);
    const objectUrl = URL.createObjectURL(value);
    setPreview(objectUrl);
    return () => URL.revokeObjectURL(objectUrl);
  }, [value]);
  const shown = value === undefined ? url : value === null ? null : (preview ?? null);
  return (
    <fieldset aria-labelledby={labelId} className="flex items-center gap-4">
      <Avatar id={id} name={name} url={shown} kind={kind} size="xl" />
      <div className="min-w-0">
        <p id={labelId} className="mb-1.5 text-sm font-medium">
          {texts.room.picture}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button look="secondary" className="h-9 px-3" onClick={() => input.current?.click()}>
            <ImagePlus className="size-4" aria-hidden="true" />
            {texts.room.choosePicture}
          </Button>
          {shown !== null && (
            <Button look="quiet" className="h-9 px-3" onClick={() => onChange(url === null ? undefined : null)}>
              <Trash2 className="size-4" aria-hidden="true" />
              {texts.room.removePicture}
            </Button>
          )}
        </div>
        <input
          ref={input}
          type="file"
          accept={accepted}
          hidden
          aria-label={texts.room.choosePicture}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) onChange(file);
            event.target.value = '';
          }}
        />
      </div>
    </fieldset>
  );
}
