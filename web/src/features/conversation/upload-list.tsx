import { FileText, RotateCw, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { conversationTexts } from '../../texts/conversation-texts.ts';
import { texts } from '../../texts/texts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { sizeText } from './media/size-text.ts';
import { type Upload, uploads } from './uploads.ts';

/** What goes with the next message, and how far each of it is. */
export function UploadList({ items }: { items: readonly Upload[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 py-1.5 pe-2">
      {items.map((upload) => (
        <UploadItem key={upload.key} upload={upload} />
      ))}
    </ul>
  );
}

function UploadItem({ upload }: { upload: Upload }) {
  const { file, state, progress, problem } = upload;
  const percent = Math.round(progress * 100);
  const preview = usePreview(file);
  return (
    <li className="relative flex w-60 max-w-full items-center gap-2 overflow-hidden rounded-md border border-line bg-sunken py-1 ps-1.5 text-xs">
      {preview ? (
        <img src={preview} alt="" className="size-9 shrink-0 rounded-sm object-cover" />
      ) : (
        <FileText className="m-1.5 size-6 shrink-0 text-ink-faint" aria-hidden="true" />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{file.name}</span>
        <span className={state === 'failed' ? 'block truncate text-danger' : 'block truncate text-ink-faint tabular-nums'}>
          {state === 'failed' ? problem : state === 'done' ? sizeText(file.size) : conversationTexts.composer.percent(percent)}
        </span>
      </span>
      {state === 'failed' && (
        <IconButton label={texts.common.retry} icon={RotateCw} className="size-8" onClick={() => uploads.retry(upload)} />
      )}
      <IconButton label={texts.messages.removeFile(file.name)} icon={X} className="size-8" onClick={() => uploads.cancel(upload.key)} />
      {state === 'uploading' && (
        <progress
          className="absolute inset-x-0 bottom-0 h-1 w-full accent-accent"
          value={progress}
          aria-label={conversationTexts.composer.uploading(file.name, percent)}
        />
      )}
    </li>
  );
}

/** The picture as it lies on this machine. */
function usePreview(file: File): string | undefined {
  const [preview, setPreview] = useState<string>();
  useEffect(() => {
    if (!/^image\/(png|jpeg|gif|webp|avif)$/.test(file.type)) return;
    const url = URL.createObjectURL(file);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);
  return preview;
}
