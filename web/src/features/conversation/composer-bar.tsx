import { RotateCw, X } from 'lucide-react';
import { texts } from '../../texts/texts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { type Upload, uploads } from './uploads.ts';

/** What the next message answers, or which one is being changed. */
export function ComposerBar({ title, content, onCancel }: { title: string; content: string; onCancel(): void }) {
  return (
    <div className="flex items-center gap-2 border-b border-line px-1 pb-1 text-xs">
      <span className="min-w-0 flex-1 border-s-3 border-accent ps-2">
        <span className="block font-semibold text-accent">{title}</span>
        <span className="block truncate text-ink-faint">{content}</span>
      </span>
      <IconButton label={texts.common.cancel} icon={X} className="size-8" onClick={onCancel} />
    </div>
  );
}

export function UploadList({ items }: { items: readonly Upload[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 py-1.5 pe-2">
      {items.map((upload) => (
        <li key={upload.key} className="relative flex max-w-56 items-center gap-1 overflow-hidden rounded-md bg-sunken ps-2.5 text-xs">
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{upload.file.name}</span>
            {upload.state === 'failed' && <span className="block text-danger">{texts.messages.uploadFailed}</span>}
          </span>
          {upload.state === 'failed' && (
            <IconButton label={texts.common.retry} icon={RotateCw} className="size-8" onClick={() => uploads.retry(upload)} />
          )}
          <IconButton
            label={texts.messages.removeFile(upload.file.name)}
            icon={X}
            className="size-8"
            onClick={() => uploads.cancel(upload.key)}
          />
          {upload.state === 'uploading' && (
            <progress
              className="absolute inset-x-0 bottom-0 h-1 w-full accent-accent"
              value={upload.progress}
              aria-label={upload.file.name}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
