import { limits } from '@parley/contracts/limits';
import { ArrowUp, Paperclip } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { texts } from '../../texts/texts.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ComposerBar, UploadList } from './composer-bar.tsx';
import { useDrafts } from './drafts.ts';
import type { ShownMessage } from './timeline-rows.ts';
import { uploads, useUploads } from './uploads.ts';

/** What is written apart from a new message: an answer to one, or one's own anew. */
export type ComposerMode = { kind: 'reply' | 'edit'; message: ShownMessage };
type Props = {
  draftKey: string;
  name: string;
  /** What the field is called, where it is not the conversation's own. */
  label?: string;
  mode: ComposerMode | null;
  onLeaveMode(): void;
  onEditLast(): void;
  onSend(content: string, attachmentIds: readonly string[]): void;
  onTyping(): void;
  onStop(): void;
};

/** The counter shows when so many characters are left. */
const countFrom = 300;

/** Grows with the text. Enter sends, Shift+Enter breaks the line, and what is not sent stays as a draft. */
export function Composer({
  draftKey,
  name,
  label = texts.conversation.composer(name),
  mode,
  onLeaveMode,
  onEditLast,
  onSend,
  onTyping,
  onStop,
}: Props) {
  const editing = mode?.kind === 'edit' ? mode.message : null;
  const draft = useDrafts((drafts) => drafts.texts[draftKey] ?? '');
  const writeDraft = useDrafts((drafts) => drafts.write);
  const [edited, setEdited] = useState({ of: '', text: '' });
  // The draft waits while an older message is changed.
  const text = editing ? (edited.of === editing.id ? edited.text : editing.content) : draft;
  const write = (key: string, next: string) => (editing ? setEdited({ of: editing.id ?? '', text: next }) : writeDraft(key, next));
  const files = useUploads((state) => state.items).filter((item) => item.room === draftKey);
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const left = limits.messageContentMax - text.length;
  const areReady = editing !== null || files.every((file) => file.state === 'done');
  const canSend = (text.trim() !== '' || (!editing && files.length > 0)) && left >= 0 && areReady;
  useEffect(() => {
    if (mode) field.current?.focus();
  }, [mode]);

  useGrowing(field, text);
  // Opening a conversation is wanting to write, except where that would bring up a keyboard on the glass.
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, []);
  const send = () => {
    if (!canSend) return;
    onSend(text.trim(), editing ? [] : uploads.take(draftKey));
    if (!editing) write(draftKey, '');
    setEdited({ of: '', text: '' });
    field.current?.focus();
  };
  const change = (next: string) => {
    write(draftKey, next);
    if (next.trim() === '') onStop();
    else onTyping();
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && mode) {
      setEdited({ of: '', text: '' });
      return onLeaveMode();
    }
    if (event.key === 'ArrowUp' && text === '' && !mode) {
      event.preventDefault();
      return onEditLast();
    }
    // While a word is being composed (Japanese, say), Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="mx-auto w-full max-w-[56rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-5 sm:pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="rounded-xl border border-line-strong bg-surface py-1.5 pe-1.5 ps-2 shadow-xs transition-colors focus-within:border-accent">
        {mode && (
          <ComposerBar
            title={mode.kind === 'edit' ? texts.messages.editing : texts.messages.replyingTo(mode.message.sender.display_name)}
            content={mode.message.content}
            onCancel={onLeaveMode}
          />
        )}
        {!editing && <UploadList items={files} />}
        <div className="flex items-end gap-2">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              uploads.add(draftKey, [...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
          {!editing && <IconButton label={texts.messages.attach} icon={Paperclip} onClick={() => picker.current?.click()} />}
          <textarea
            ref={field}
            aria-label={label}
            aria-describedby={left < countFrom ? `${id}-count` : undefined}
            placeholder={label}
            rows={1}
            value={text}
            onChange={(event) => change(event.target.value)}
            onKeyDown={keyDown}
            onBlur={onStop}
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0) return;
              event.preventDefault();
              uploads.add(draftKey, [...event.clipboardData.files]);
            }}
            onDrop={(event) => {
              if (event.dataTransfer.files.length === 0) return;
              event.preventDefault();
              uploads.add(draftKey, [...event.dataTransfer.files]);
            }}
            enterKeyHint="send"
            className="max-h-50 min-h-9 flex-1 resize-none bg-transparent py-1.5 text-base outline-none placeholder:text-ink-faint"
          />
          {left < countFrom && (
            <span
              id={`${id}-count`}
              className={classNames('shrink-0 self-center text-xs tabular-nums', left < 0 ? 'font-semibold text-danger' : 'text-ink-faint')}
              title={left < 0 ? texts.conversation.tooMany(-left) : texts.conversation.left(left)}
            >
              <span aria-hidden="true">{left}</span>
              <span className="sr-only">{left < 0 ? texts.conversation.tooMany(-left) : texts.conversation.left(left)}</span>
            </span>
          )}
          <button
            type="submit"
            aria-label={texts.conversation.send}
            title={texts.conversation.readOnlyHint}
            disabled={!canSend}
            className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-[background-color,opacity] hover:bg-accent-strong disabled:bg-sunken disabled:text-ink-faint"
          >
            <ArrowUp className="size-5" strokeWidth={2.25} aria-hidden="true" />
          </button>
        </div>
      </div>
    </form>
  );
}

function useGrowing(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height
  useLayoutEffect(() => {
    if (!field.current) return;
    field.current.style.height = 'auto';
    field.current.style.height = `${field.current.scrollHeight}px`;
  }, [field, text]);
}
