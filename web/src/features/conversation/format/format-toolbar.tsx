import { Bold, Code, Italic, Link, List, type LucideIcon, Quote, SquareCode, Strikethrough } from 'lucide-react';
import { conversationTexts } from '../../../texts/conversation-texts.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { moveWithin } from '../../../ui/move-within.ts';
import { type Format, formatKeys, formats } from './format-text.ts';

const icons: Record<Format, LucideIcon> = {
  bold: Bold,
  italic: Italic,
  strike: Strikethrough,
  code: Code,
  block: SquareCode,
  quote: Quote,
  list: List,
  link: Link,
};

/** One tab stop; arrow keys move between the buttons. */
export function FormatToolbar({ onFormat }: { onFormat(format: Format): void }) {
  return (
    <div
      role="toolbar"
      aria-label={conversationTexts.composer.tools}
      onKeyDown={moveWithin}
      className="-mx-0.5 flex items-center gap-0.5 overflow-x-auto border-b border-line pb-1"
    >
      {formats.map((format, index) => {
        const key = Object.keys(formatKeys).find((name) => formatKeys[name] === format);
        const name = conversationTexts.composer.format[format];
        return (
          <IconButton
            key={format}
            tabIndex={index === 0 ? 0 : -1}
            label={key ? conversationTexts.composer.withKey(name, `Ctrl+${key.toUpperCase()}`) : name}
            icon={icons[format]}
            className="size-8 *:size-4.5"
            // The field keeps its selection.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onFormat(format)}
          />
        );
      })}
    </div>
  );
}
