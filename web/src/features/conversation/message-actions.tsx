import { Ellipsis, EyeOff, Link, MessagesSquare, Pencil, Pin, PinOff, Reply, SmilePlus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { conversationTexts } from '../../texts/conversation-texts.ts';
import { texts } from '../../texts/texts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSection } from '../../ui/menu.tsx';
import { moveWithin } from '../../ui/move-within.ts';
import { EmojiPopover } from './emoji/emoji-button.tsx';
import { useRecentEmoji } from './emoji/recent-emoji.ts';
import type { MessageRowData } from './timeline-rows.ts';

/** What can be done with a message. Stable for as long as the room is shown: rows are memoised. */
export type RowActions = {
  react(row: MessageRowData, emoji: string): void;
  reply(row: MessageRowData): void;
  edit(row: MessageRowData): void;
  remove(row: MessageRowData): void;
  pin(row: MessageRowData): void;
  copyLink(row: MessageRowData): void;
  markUnread(row: MessageRowData): void;
  jumpTo(seq: number): void;
  openThread(row: MessageRowData): void;
  nameOf(userId: string): string;
  /** Who has read up to here, of the others. */
  readersOf(row: MessageRowData): readonly string[];
  showPicture(mediaId: string): void;
};

const usual = ['👍', '❤️', '😂', '🎉'];

type Props = {
  row: MessageRowData;
  actions: RowActions;
  mayDelete: boolean;
  mayPin: boolean;
  mayWrite: boolean;
  isPicking: boolean;
  onPick(open: boolean): void;
  onMenu(open: boolean): void;
};

/** Stands above the message that the pointer or the focus is on. One tab stop: arrow keys move between the buttons. */
export function MessageActions({ row, actions, mayDelete, mayPin, mayWrite, isPicking, onPick, onMenu }: Props) {
  const picker = useRef<HTMLButtonElement>(null);
  const recent = useRecentEmoji((state) => state.recent);
  const quick = [...new Set([...recent, ...usual])].slice(0, usual.length);
  return (
    <div
      role="toolbar"
      aria-label={texts.messages.actions}
      onKeyDown={moveWithin}
      className="absolute -top-6 end-4 z-10 flex items-center rounded-lg border border-line bg-raised p-0.5 shadow-raised"
    >
      {quick.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          aria-label={texts.messages.reactWith(emoji)}
          onClick={() => actions.react(row, emoji)}
          className={`${index > 1 ? 'hidden sm:flex' : 'flex'} size-8 items-center justify-center rounded-md text-base hover:bg-hover`}
        >
          {emoji}
        </button>
      ))}
      <IconButton
        ref={picker}
        tabIndex={-1}
        label={conversationTexts.reading.addReaction}
        icon={SmilePlus}
        aria-haspopup="dialog"
        aria-expanded={isPicking}
        className="size-8"
        onClick={() => onPick(true)}
      />
      <EmojiPopover trigger={picker} isOpen={isPicking} onOpenChange={onPick} onChoose={(emoji) => actions.react(row, emoji)} />
      {mayWrite && (
        <IconButton tabIndex={-1} label={texts.messages.reply} icon={Reply} className="size-8" onClick={() => actions.reply(row)} />
      )}
      <Menu
        label={texts.messages.more}
        onOpenChange={onMenu}
        triggerClassName="flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
        trigger={<Ellipsis className="size-5" aria-hidden="true" />}
      >
        <MenuSection>
          <MenuItem icon={<MessagesSquare />} onAction={() => actions.openThread(row)}>
            {texts.thread.open}
          </MenuItem>
          {row.isOwn && (
            <MenuItem icon={<Pencil />} onAction={() => actions.edit(row)}>
              {texts.messages.edit}
            </MenuItem>
          )}
          {mayPin && (
            <MenuItem icon={row.message.isPinned ? <PinOff /> : <Pin />} onAction={() => actions.pin(row)}>
              {row.message.isPinned ? texts.messages.unpin : texts.messages.pin}
            </MenuItem>
          )}
          <MenuItem icon={<EyeOff />} onAction={() => actions.markUnread(row)}>
            {texts.messages.markUnread}
          </MenuItem>
          <MenuItem icon={<Link />} onAction={() => actions.copyLink(row)}>
            {texts.messages.copyLink}
          </MenuItem>
          {mayDelete && (
            <MenuItem icon={<Trash2 />} tone="danger" onAction={() => actions.remove(row)}>
              {texts.messages.remove}
            </MenuItem>
          )}
        </MenuSection>
      </Menu>
    </div>
  );
}
