import type { Attachment } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import {
  Download,
  File,
  FileArchive,
  FileAudio,
  FileCode,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
  Presentation,
} from 'lucide-react';
import { conversationTexts } from '../../../texts/conversation-texts.ts';
import { Spinner } from '../../../ui/spinner.tsx';
import { useRowTabIndex } from '../row-focus.ts';
import { type FileKind, fileKind } from './file-kind.ts';
import { saveAttachment } from './save-attachment.ts';
import { sizeText } from './size-text.ts';

const icons: Record<FileKind, LucideIcon> = {
  archive: FileArchive,
  text: FileText,
  table: FileSpreadsheet,
  slides: Presentation,
  audio: FileAudio,
  video: FileVideo,
  code: FileCode,
  file: File,
};

/** What it is, what it is called, how large: pressed, it is saved. */
export function FileCard({ file }: { file: Attachment }) {
  const saving = useMutation({ mutationFn: () => saveAttachment(file) });
  const tabIndex = useRowTabIndex();
  const kind = fileKind(file);
  const Icon = icons[kind];
  return (
    <span className="flex w-72 max-w-full flex-col">
      <button
        type="button"
        tabIndex={tabIndex}
        aria-label={conversationTexts.media.download(file.name)}
        onClick={() => saving.mutate()}
        className="group flex items-center gap-3 rounded-md border border-line bg-surface p-2 pe-3 text-start text-ink hover:bg-hover"
      >
        <span className="flex size-10 shrink-0 items-center justify-center rounded-sm bg-accent-soft text-on-accent-soft">
          <Icon className="size-5" aria-hidden="true" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">{file.name}</span>
          <span className="block text-xs text-ink-faint">
            {conversationTexts.media.kinds[kind]} · {sizeText(file.bytes)}
          </span>
        </span>
        {saving.isPending ? (
          <Spinner className="size-4" />
        ) : (
          <Download className="size-4 shrink-0 text-ink-faint group-hover:text-ink" aria-hidden="true" />
        )}
      </button>
      {saving.isError && (
        <span role="alert" className="mt-1 text-xs text-danger">
          {conversationTexts.media.failed}
        </span>
      )}
    </span>
  );
}
