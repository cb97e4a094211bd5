import { type LucideIcon, Smile } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { conversationTexts } from '../../../texts/conversation-texts.ts';
import { ErrorBoundary } from '../../../ui/error-boundary.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Spinner } from '../../../ui/spinner.tsx';

const load = () => import('./emoji-picker.tsx');
const EmojiPicker = lazy(() => load().then((module) => ({ default: module.EmojiPicker })));

type Props = {
  label: string;
  icon?: LucideIcon;
  className?: string;
  tabIndex?: number;
  onChoose(emoji: string): void;
  onOpenChange?(open: boolean): void;
};

/** A button that opens the picker. The picker's code and data come when they are about to be needed. */
export function EmojiButton({ label, icon = Smile, className, tabIndex, onChoose, onOpenChange }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const change = (open: boolean) => {
    setIsOpen(open);
    onOpenChange?.(open);
  };
  return (
    <>
      <IconButton
        ref={trigger}
        label={label}
        icon={icon}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        tabIndex={tabIndex}
        onPointerEnter={() => void load()}
        onClick={() => change(!isOpen)}
        {...(className === undefined ? {} : { className })}
      />
      <EmojiPopover trigger={trigger} isOpen={isOpen} onOpenChange={change} onChoose={onChoose} />
    </>
  );
}

type PopoverProps = {
  trigger: React.RefObject<Element | null>;
  isOpen: boolean;
  onOpenChange(open: boolean): void;
  onChoose(emoji: string): void;
};

export function EmojiPopover({ trigger, isOpen, onOpenChange, onChoose }: PopoverProps) {
  const choose = (emoji: string) => {
    onOpenChange(false);
    // Two frames on, the popover no longer keeps the focus to itself and has given it back: what is done with the emoji may move it.
    requestAnimationFrame(() => requestAnimationFrame(() => onChoose(emoji)));
  };
  return (
    <Popover
      triggerRef={trigger}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement="top end"
      offset={8}
      className="animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-raised"
    >
      <Dialog aria-label={conversationTexts.emoji.title} className="outline-none">
        <ErrorBoundary>
          <Suspense
            fallback={
              <div className="flex h-90 w-[21.5rem] max-w-[92vw] items-center justify-center text-ink-faint">
                <Spinner />
              </div>
            }
          >
            <EmojiPicker onChoose={choose} />
          </Suspense>
        </ErrorBoundary>
      </Dialog>
    </Popover>
  );
}
