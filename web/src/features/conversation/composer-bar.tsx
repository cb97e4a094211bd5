import { X } from 'lucide-react';
import { texts } from '../../texts/texts.ts';
import { IconButton } from '../../ui/icon-button.tsx';

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
