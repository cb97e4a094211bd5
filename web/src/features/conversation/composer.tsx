import { limits } from '@parley/contracts/limits';
import { ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { texts } from '../../texts/texts.ts';
import { classNames } from '../../ui/class-names.ts';
import { useDrafts } from './drafts.ts';

type Props = { draftKey: string; name: string; onSend(content: string): void; onTyping(): void; onStop(): void };

/** The counter shows when so many characters are left. */
const countFrom = 300;

/** Grows with the text. Enter sends, Shift+Enter breaks the line, and what is not sent stays as a draft. */
export function Composer({ draftKey, name, onSend, onTyping, onStop }: Props) {
  const text = useDrafts((drafts) => drafts.texts[draftKey] ?? '');
  const write = useDrafts((drafts) => drafts.write);
  const field = useRef<HTMLTextAreaElement>(null);
  const left = limits.messageContentMax - text.length;
  const canSend = text.trim() !== '' && left >= 0;

  useGrowing(field, text);
  // Opening a conversation is wanting to write, except where that would bring up a keyboard on the glass.
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, []);
  const send = () => {
    if (!canSend) return;
    onSend(text.trim());
    write(draftKey, '');
    field.current?.focus();
  };
  const change = (next: string) => {
    write(draftKey, next);
    if (next.trim() === '') onStop();
    else onTyping();
  };
  const keyDown = (event: KeyboardEvent) => {
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
      <div className="flex items-end gap-2 rounded-xl border border-line-strong bg-surface py-1.5 pr-1.5 pl-4 shadow-xs transition-colors focus-within:border-accent">
        <textarea
          ref={field}
          aria-label={texts.conversation.composer(name)}
          aria-describedby={left < countFrom ? 'composer-count' : undefined}
          placeholder={texts.conversation.composer(name)}
          rows={1}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={keyDown}
          onBlur={onStop}
          enterKeyHint="send"
          className="max-h-50 min-h-9 flex-1 resize-none bg-transparent py-1.5 text-base outline-none placeholder:text-ink-faint"
        />
        {left < countFrom && (
          <span
            id="composer-count"
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
