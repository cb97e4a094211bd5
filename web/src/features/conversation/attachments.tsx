import type { Attachment } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { usePicture } from '../../ui/picture-source.ts';

const pictureMaxPx = { width: 320, height: 260 };

/** Pictures as thumbnails whose place is kept before they come; everything else as a download. */
export function Attachments({ files }: { files: readonly Attachment[] }) {
  const open = useMutation({
    mutationFn: async (file: Attachment) => {
      const { url } = await parley.media.link(file.id);
      const link = document.createElement('a');
      link.href = url;
      if (file.has_thumbnail) link.target = '_blank';
      else link.download = file.name;
      link.rel = 'noopener';
      link.click();
    },
  });
  return (
    <span className="my-1 flex max-w-full flex-wrap gap-1.5">
      {files.map((file) =>
        file.has_thumbnail ? (
          <Thumbnail key={file.id} file={file} onOpen={() => open.mutate(file)} />
        ) : (
          <button
            key={file.id}
            type="button"
            onClick={() => open.mutate(file)}
            className="flex max-w-full items-center gap-2.5 rounded-md border border-line bg-surface px-3 py-2 text-start text-ink hover:bg-hover"
          >
            <FileText className="size-5 shrink-0 text-ink-faint" aria-hidden="true" />
            <span className="min-w-0">
              <span className="block truncate text-sm font-medium">{file.name}</span>
              <span className="block text-xs text-ink-faint">{sizeText(file.bytes)}</span>
            </span>
          </button>
        ),
      )}
      {open.isError && (
        <span role="alert" className="w-full text-xs text-danger">
          {texts.messages.fileFailed}
        </span>
      )}
    </span>
  );
}

function Thumbnail({ file, onOpen }: { file: Attachment; onOpen(): void }) {
  const picture = usePicture(`/api/v1/media/${file.id}`, 'medium');
  const { width, height } = fit(file);
  return (
    <button
      type="button"
      aria-label={texts.messages.openPicture(file.name)}
      onClick={onOpen}
      style={{ width, aspectRatio: `${width} / ${height}` }}
      className="block max-w-full overflow-hidden rounded-md bg-hover text-xs text-ink-faint"
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

export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
