import { ArrowUp, CaseSensitive, Paperclip } from 'lucide-react';
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { conversationTexts } from '../../texts/conversation-texts.ts';
import { texts } from '../../texts/texts.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { CompletionList } from './completion/completion-list.tsx';
import { type CompletionSources, useCompletion } from './completion/use-completion.ts';
import { ComposerBar } from './composer-bar.tsx';
import { countFrom, readinessOf, wishOf } from './composer-rules.ts';
import { EmojiButton } from './emoji/emoji-button.tsx';
import { type Format, formatText } from './format/format-text.ts';
import { insertText } from './format/insert-text.ts';
import type { ShownMessage } from './timeline-rows.ts';
import { UploadList } from './upload-list.tsx';
import { uploads, useUploads } from './uploads.ts';

const FormatToolbar = lazy(() => import('./format/format-toolbar.tsx').then((module) => ({ default: module.FormatToolbar })));

/** What is written apart from a new message: an answer to one, or one's own anew. */
export type ComposerMode = { kind: 'reply' | 'edit'; message: ShownMessage };
type Props = {
  /** Names the files that go with the next message. */
  uploadKey: string;
  name: string;
  /** What the field is called, where it is not the conversation's own. */
  label?: string;
  draft: string;
  onDraft(text: string): void;
  mode: ComposerMode | null;
  sources: Omit<CompletionSources, 'hasCommands'>;
  hasCommands?: boolean;
  onLeaveMode(): void;
  onEditLast(): void;
  onSend(content: string, attachmentIds: readonly string[]): void;
  onTyping(): void;
  onStop(): void;
};

/** Grows with the text. Enter sends, Shift+Enter breaks the line, and what is not sent stays as a draft. */
export function Composer({
  uploadKey,
  name,
  label = texts.conversation.composer(name),
  draft,
  onDraft,
  mode,
  sources,
  hasCommands = true,
  onLeaveMode,
  onEditLast,
  onSend,
  onTyping,
  onStop,
}: Props) {
  const editing = mode?.kind === 'edit' ? mode.message : null;
  const [edited, setEdited] = useState({ of: '', text: '' });
  const [caret, setCaret] = useState(0);
  const [hasTools, setHasTools] = useState(false);
  // The draft waits while an older message is changed.
  const text = editing ? (edited.of === editing.id ? edited.text : editing.content) : draft;
  const write = (next: string) => (editing ? setEdited({ of: editing.id ?? '', text: next }) : onDraft(next));
  const files = useUploads((state) => state.items).filter((item) => item.room === uploadKey);
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const { completion, keyDown: completionKey } = useCompletion(
    { field, text, caret },
    { ...sources, hasCommands: hasCommands && editing === null },
  );
  const written = { text, mode: mode?.kind ?? null };
  const { left, canSend } = readinessOf(written, files);
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
    onSend(text.trim(), editing ? [] : uploads.take(uploadKey));
    setEdited({ of: '', text: '' });
    setCaret(0);
    field.current?.focus();
  };
  const change = ({ value, selectionStart }: HTMLTextAreaElement) => {
    write(value);
    setCaret(selectionStart);
    if (value.trim() === '') onStop();
    else onTyping();
  };
  const format = (kind: Format) => {
    const element = field.current;
    if (element) insertText(element, formatText(text, element.selectionStart, element.selectionEnd, kind));
  };
  const insertEmoji = (emoji: string) => {
    const element = field.current;
    if (element) insertText(element, { from: element.selectionStart, to: element.selectionEnd, text: emoji });
  };
  const keyDown = (event: KeyboardEvent) => {
    if (completionKey(event)) return;
    const wish = wishOf(event.nativeEvent, written);
    if (wish === null) return;
    event.preventDefault();
    switch (wish.kind) {
      case 'send':
        return send();
      case 'leaveMode':
        setEdited({ of: '', text: '' });
        return onLeaveMode();
      case 'editLast':
        return onEditLast();
      case 'format':
        return format(wish.format);
    }
  };

  return (
    <form
      className="relative mx-auto w-full max-w-[56rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-5 sm:pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="relative rounded-xl border border-line-strong bg-surface py-1.5 pe-1.5 ps-2 shadow-xs transition-colors focus-within:border-accent">
        {completion && <CompletionList completion={completion} />}
        {mode && (
          <ComposerBar
            title={mode.kind === 'edit' ? texts.messages.editing : texts.messages.replyingTo(mode.message.sender.display_name)}
            content={mode.message.content}
            onCancel={onLeaveMode}
          />
        )}
        {hasTools && (
          <Suspense fallback={<div className="h-9 border-b border-line" />}>
            <FormatToolbar onFormat={format} />
          </Suspense>
        )}
        {!editing && <UploadList items={files} />}
        <div className="flex items-end gap-1">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              uploads.add(uploadKey, [...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
          {!editing && <IconButton label={texts.messages.attach} icon={Paperclip} onClick={() => picker.current?.click()} />}
          <textarea
            ref={field}
            aria-label={label}
            aria-describedby={left < countFrom ? `${id}-count` : undefined}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls={completion?.listId}
            aria-activedescendant={completion?.optionId(completion.active)}
            placeholder={label}
            rows={1}
            value={text}
            onChange={(event) => change(event.target)}
            onSelect={({ currentTarget: { selectionStart, selectionEnd } }) =>
              setCaret(selectionStart === selectionEnd ? selectionStart : 0)
            }
            onKeyDown={keyDown}
            onBlur={() => {
              setCaret(0);
              onStop();
            }}
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0 || editing) return;
              event.preventDefault();
              uploads.add(uploadKey, [...event.clipboardData.files]);
            }}
            enterKeyHint="send"
            className="max-h-50 min-h-9 min-w-0 flex-1 resize-none bg-transparent px-1 py-1.5 text-base outline-none placeholder:overflow-hidden placeholder:text-ellipsis placeholder:whitespace-nowrap placeholder:text-ink-faint"
          />
          {left < countFrom && <Counter id={`${id}-count`} left={left} />}
          <IconButton
            label={hasTools ? conversationTexts.composer.hideTools : conversationTexts.composer.showTools}
            icon={CaseSensitive}
            aria-pressed={hasTools}
            onClick={() => setHasTools(!hasTools)}
            className="max-sm:hidden"
          />
          <EmojiButton label={conversationTexts.emoji.open} onChoose={insertEmoji} />
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

function Counter({ id, left }: { id: string; left: number }) {
  const words = left < 0 ? texts.conversation.tooMany(-left) : texts.conversation.left(left);
  return (
    <span
      id={id}
      className={classNames('shrink-0 self-center text-xs tabular-nums', left < 0 ? 'font-semibold text-danger' : 'text-ink-faint')}
      title={words}
    >
      <span aria-hidden="true">{left}</span>
      <span className="sr-only">{words}</span>
    </span>
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
