import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { texts } from '../texts/texts.ts';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

type Props = {
  title: string;
  lead?: string;
  onClose(): void;
  /** `alertdialog` interrupts for an answer. */
  role?: 'dialog' | 'alertdialog';
  /** What is inside shows the same larger. */
  isTitleHidden?: boolean;
  children: ReactNode;
  className?: string;
};

/** Over the page: keeps the focus, gives it back, closes with Esc. On a phone it comes from below. */
export function Dialog({ title, lead, onClose, role = 'dialog', isTitleHidden = false, children, className }: Props) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-40 flex items-end justify-center bg-black/40 backdrop-blur-[2px] sm:items-center sm:p-6 dark:bg-black/60"
    >
      <Modal className="w-full animate-appear sm:max-w-110">
        <AriaDialog
          role={role}
          className={classNames(
            'flex max-h-[85dvh] flex-col rounded-t-xl border border-line bg-raised shadow-overlay outline-none sm:rounded-xl',
            className,
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-1">
            <div className="min-w-0 flex-1 pt-1">
              <Heading slot="title" className={isTitleHidden ? 'sr-only' : 'text-lg font-semibold'}>
                {title}
              </Heading>
              {lead && <p className="mt-0.5 text-sm text-ink-soft">{lead}</p>}
            </div>
            {role === 'dialog' && <IconButton label={texts.common.close} icon={X} onClick={onClose} className="-me-1.5" />}
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons at the foot of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <footer className="flex justify-end gap-2 px-5 pt-3 pb-5">{children}</footer>;
}
