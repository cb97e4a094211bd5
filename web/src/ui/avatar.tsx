import type { PresenceStatus } from '@parley/contracts';
import { Hash, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { avatarColour, initialsOf } from './avatar-colour.ts';
import { classNames } from './class-names.ts';
import { usePicture } from './picture-source.ts';
import { PresenceDot } from './presence-dot.tsx';

const sizes = {
  xs: 'size-6 text-2xs',
  sm: 'size-8 text-xs',
  md: 'size-10 text-sm',
  lg: 'size-12 text-base',
  xl: 'size-16 text-xl',
  '2xl': 'size-24 text-2xl',
} as const;
/** The classes are written out: Tailwind finds only what stands in the source. */
const colours = ['avatar-0', 'avatar-1', 'avatar-2', 'avatar-3', 'avatar-4', 'avatar-5', 'avatar-6', 'avatar-7'];

type Props = {
  id: string;
  name: string;
  url?: string | null;
  kind?: 'person' | 'group' | 'channel';
  size?: keyof typeof sizes;
  status?: PresenceStatus | undefined;
  className?: string;
};

/** A picture, or what stands for it. Always beside the name, so it says nothing by itself. */
export function Avatar({ id, name, url, kind = 'person', size = 'md', status, className }: Props) {
  // A picture that cannot be had (gone, not to be seen, no token along) leaves what stands for it, not a broken image.
  const [broken, setBroken] = useState<string>();
  const picture = usePicture(url, size === 'xl' || size === '2xl' ? 'medium' : 'small');
  const shape = kind === 'person' ? 'rounded-full' : 'rounded-[30%]';
  return (
    <span className={classNames('relative inline-flex shrink-0', sizes[size], className)}>
      {picture && picture !== broken ? (
        <img src={picture} alt="" onError={() => setBroken(picture)} className={classNames('size-full object-cover', shape)} />
      ) : (
        <span
          aria-hidden="true"
          className={classNames('flex size-full items-center justify-center font-semibold select-none', shape, colours[avatarColour(id)])}
        >
          {kind === 'group' ? <UsersRound className="size-1/2" /> : kind === 'channel' ? <Hash className="size-1/2" /> : initialsOf(name)}
        </span>
      )}
      {status && status !== 'offline' && (
        <PresenceDot status={status} className="absolute -end-0.5 -bottom-0.5 size-3 ring-2 ring-(--ring,var(--surface))" />
      )}
    </span>
  );
}
