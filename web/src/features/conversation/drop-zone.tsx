import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { conversationTexts } from '../../texts/conversation-texts.ts';

type Props = { label: string; name: string; isOpen: boolean; onFiles(files: File[]): void; children: ReactNode };

/** The whole conversation takes files; while some are held over it, it says so. */
export function DropZone({ label, name, isOpen, onFiles, children }: Props) {
  const [isOver, setIsOver] = useState(false);
  const carriesFiles = (event: DragEvent) => isOpen && event.dataTransfer.types.includes('Files');
  return (
    <section
      aria-label={label}
      className="relative flex h-full min-w-0 flex-col bg-surface"
      onDragEnter={(event) => carriesFiles(event) && setIsOver(true)}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setIsOver(false);
      }}
      onDrop={(event) => {
        setIsOver(false);
        if (!carriesFiles(event)) return;
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-30 flex flex-col items-center justify-center gap-3 rounded-xl border-2 border-dashed border-accent bg-surface/90 text-accent">
          <Upload className="size-8" aria-hidden="true" />
          <p className="px-4 text-center font-semibold text-balance">{conversationTexts.composer.dropHere(name)}</p>
        </div>
      )}
    </section>
  );
}
