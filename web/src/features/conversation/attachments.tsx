import type { Attachment } from '@parley/contracts';
import { lazy, Suspense, useState } from 'react';
import { texts } from '../../texts/texts.ts';
import { usePicture } from '../../ui/picture-source.ts';
import { FileCard } from './media/file-card.tsx';
import { playerOf } from './media/file-kind.ts';
import { useRowTabIndex } from './row-focus.ts';

const Player = lazy(() => import('./media/player.tsx').then((module) => ({ default: module.Player })));

const pictureMaxPx = { width: 320, height: 260 };

const Lightbox = lazy(() => import('./media/lightbox.tsx').then((module) => ({ default: module.Lightbox })));

/** Without `onShowPicture` the pictures of this one message are shown. */
type Props = { files: readonly Attachment[]; onShowPicture?(mediaId: string): void };

/** Pictures whose place is kept before they come, players for what can be played, and cards for everything else. */
export function Attachments({ files, onShowPicture }: Props) {
  const [shown, setShown] = useState<string | null>(null);
  return (
    <span className="my-1 flex max-w-full flex-wrap gap-1.5">
      {files.map((file) => {
        if (file.has_thumbnail) return <Thumbnail key={file.id} file={file} onOpen={() => (onShowPicture ?? setShown)(file.id)} />;
        const player = playerOf(file.media_type);
        return player ? (
          <Suspense key={file.id} fallback={<FileCard file={file} />}>
            <Player file={file} kind={player} />
          </Suspense>
        ) : (
          <FileCard key={file.id} file={file} />
        );
      })}
      {shown !== null && (
        <Suspense fallback={null}>
          <Lightbox
            pictures={files.filter((file) => file.has_thumbnail)}
            mediaId={shown}
            onShow={setShown}
            onClose={() => setShown(null)}
          />
        </Suspense>
      )}
    </span>
  );
}

function Thumbnail({ file, onOpen }: { file: Attachment; onOpen(): void }) {
  const picture = usePicture(`/api/v1/media/${file.id}`, 'medium');
  const tabIndex = useRowTabIndex();
  const { width, height } = fit(file);
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={texts.messages.openPicture(file.name)}
      onClick={onOpen}
      style={{ width, aspectRatio: `${width} / ${height}` }}
      className="block max-w-full cursor-zoom-in overflow-hidden rounded-md bg-hover text-xs text-ink-faint"
    >
      {picture !== undefined && <img src={picture} alt={file.name} className="size-full object-cover" />}
    </button>
  );
}

function fit({ width, height }: Attachment): { width: number; height: number } {
  if (width === null || height === null) return pictureMaxPx;
  const scale = Math.min(1, pictureMaxPx.width / width, pictureMaxPx.height / height);
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) };
}
