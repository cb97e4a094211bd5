import { ArrowLeft, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { texts } from '../texts/texts.ts';
import { IconButton } from './icon-button.tsx';

type Props = {
  title: string;
  /** What the panel is called, where that is not its title. */
  label?: string;
  lead?: ReactNode;
  /** Where there is a panel below this one. */
  onBack?: (() => void) | undefined;
  onClose(): void;
  footer?: ReactNode;
  children: ReactNode;
};

/**
 * What stands beside a page, and over it on a phone. It takes the focus when it comes, unless something in it has it, and Esc
 * closes it; who opened it gives the focus back.
 */
export function PanelFrame({ title, label = title, lead, onBack, onClose, footer, children }: Props) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!frame.current?.contains(document.activeElement)) frame.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      ref={frame}
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.shiftKey || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
      className="flex h-full flex-col bg-canvas outline-none"
    >
      <header className="flex h-15 shrink-0 items-center gap-2 border-b border-line pe-3 ps-4">
        {onBack && <IconButton label={texts.panels.back} icon={ArrowLeft} onClick={onBack} className="-ms-2 rtl:-scale-x-100" />}
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{title}</h2>
          {lead && <p className="truncate text-xs text-ink-faint">{lead}</p>}
        </div>
        <IconButton label={texts.common.close} icon={X} onClick={onClose} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{children}</div>
      {footer}
    </section>
  );
}
