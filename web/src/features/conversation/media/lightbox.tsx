import type { Attachment } from '@parley/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { parley } from '../../../realtime/parley.ts';
import { conversationTexts } from '../../../texts/conversation-texts.ts';
import { texts } from '../../../texts/texts.ts';
import { announce } from '../../../ui/announcer.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { usePicture } from '../../../ui/picture-source.ts';
import { Spinner } from '../../../ui/spinner.tsx';
import { saveAttachment } from './save-attachment.ts';

type Props = { pictures: readonly Attachment[]; mediaId: string; onShow(mediaId: string): void; onClose(): void };

const scaleMax = 8;
const step = 1.5;
const unmoved = { scale: 1, x: 0, y: 0 };

/** One picture over everything. Arrow keys go on, + - 0 zoom, dragging moves, Esc closes. Its own chunk. */
export function Lightbox({ pictures, mediaId, onShow, onClose }: Props) {
  const at = pictures.findIndex(({ id }) => id === mediaId);
  const picture = pictures[at];
  const [view, setView] = useState(unmoved);
  const saving = useMutation({ mutationFn: saveAttachment, onError: () => announce(conversationTexts.media.failed) });
  // Deleted meanwhile: there is nothing to look at any more.
  useEffect(() => {
    if (!picture) onClose();
  }, [picture, onClose]);
  if (!picture) return null;

  const zoom = (by: number) =>
    setView(({ scale, x, y }) => {
      const next = Math.min(scaleMax, Math.max(1, scale * by));
      return next === 1 ? unmoved : { scale: next, x: (x * next) / scale, y: (y * next) / scale };
    });
  const go = (by: number) => {
    const next = pictures[at + by];
    if (!next) return;
    setView(unmoved);
    onShow(next.id);
    announce(`${next.name}, ${conversationTexts.media.place(at + by + 1, pictures.length)}`);
  };
  const act = (key: string): boolean => {
    switch (key) {
      case 'ArrowLeft':
        go(-1);
        return true;
      case 'ArrowRight':
        go(1);
        return true;
      case '+':
      case '=':
        zoom(step);
        return true;
      case '-':
        zoom(1 / step);
        return true;
      case '0':
        setView(unmoved);
        return true;
      default:
        return false;
    }
  };
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => open || onClose()} className="fixed inset-0 z-50 bg-black/90">
      <Modal className="size-full">
        <Dialog aria-label={`${conversationTexts.media.viewer}: ${picture.name}`} className="size-full outline-none">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the dialog's keys, wherever in it the focus is */}
          <div
            className="flex size-full flex-col text-white"
            onKeyDown={(event) => {
              if (!event.ctrlKey && !event.metaKey && act(event.key)) event.preventDefault();
            }}
          >
            <header className="flex items-center gap-1 p-2 ps-4">
              <p className="min-w-0 flex-1 truncate text-sm">
                {picture.name} <span className="text-white/70">{conversationTexts.media.place(at + 1, pictures.length)}</span>
              </p>
              <Tool label={conversationTexts.media.zoomOut} icon={ZoomOut} disabled={view.scale === 1} onClick={() => zoom(1 / step)} />
              <Tool label={conversationTexts.media.zoomIn} icon={ZoomIn} disabled={view.scale === scaleMax} onClick={() => zoom(step)} />
              <Tool label={conversationTexts.media.download(picture.name)} icon={Download} onClick={() => saving.mutate(picture)} />
              <Tool label={texts.common.close} icon={X} onClick={onClose} />
            </header>
            <div className="relative min-h-0 flex-1">
              <Picture key={picture.id} picture={picture} view={view} onMove={setView} onZoom={zoom} />
              {at > 0 && (
                <Tool
                  label={conversationTexts.media.previous}
                  icon={ChevronLeft}
                  onClick={() => go(-1)}
                  className="absolute top-1/2 start-2 bg-black/50"
                />
              )}
              {at < pictures.length - 1 && (
                <Tool
                  label={conversationTexts.media.next}
                  icon={ChevronRight}
                  onClick={() => go(1)}
                  className="absolute top-1/2 end-2 bg-black/50"
                />
              )}
            </div>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Tool({ className, ...props }: React.ComponentProps<typeof IconButton>) {
  return <IconButton {...props} className={`text-white outline-white hover:bg-white/20 hover:text-white ${className ?? ''}`} />;
}

type View = typeof unmoved;
type PictureProps = { picture: Attachment; view: View; onMove(view: View): void; onZoom(by: number): void };

/** The small form at once, the whole one when it has come. */
function Picture({ picture, view, onMove, onZoom }: PictureProps) {
  const small = usePicture(`/api/v1/media/${picture.id}`, 'medium');
  const whole = useWholePicture(picture.id);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const shown = whole.url ?? small;
  const move = (event: PointerEvent) => {
    if (!drag.current || view.scale === 1) return;
    onMove({ ...view, x: view.x + event.clientX - drag.current.x, y: view.y + event.clientY - drag.current.y });
    drag.current = { x: event.clientX, y: event.clientY };
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is done by keys and buttons
    <div
      className="flex size-full touch-none items-center justify-center overflow-hidden"
      onWheel={(event) => onZoom(event.deltaY < 0 ? 1.15 : 1 / 1.15)}
      onDoubleClick={() => (view.scale === 1 ? onZoom(2.5) : onMove(unmoved))}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null;
      }}
    >
      {shown !== undefined && (
        <img
          src={shown}
          alt={picture.name}
          draggable={false}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
          className="max-h-full max-w-full object-contain select-none"
        />
      )}
      {whole.isPending && <Spinner className="absolute size-8" />}
      {whole.isError && <p className="absolute bottom-4 rounded-md bg-black/70 px-3 py-1.5 text-sm">{conversationTexts.media.failed}</p>}
    </div>
  );
}

function useWholePicture(id: string): { url: string | undefined; isPending: boolean; isError: boolean } {
  const reading = useQuery({ queryKey: ['picture', id], queryFn: ({ signal }) => parley.media.blob(id, { signal }), gcTime: 60_000 });
  const [url, setUrl] = useState<string>();
  const { data } = reading;
  useEffect(() => {
    if (!data) return;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  return { url, isPending: reading.isPending, isError: reading.isError };
}
