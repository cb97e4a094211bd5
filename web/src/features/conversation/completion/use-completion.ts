import type { Profile } from '@parley/contracts';
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { conversationTexts } from '../../../texts/conversation-texts.ts';
import { announce } from '../../../ui/announcer.tsx';
import { useRecentEmoji } from '../emoji/recent-emoji.ts';
import { type EmojiEntry, searchEmoji } from '../emoji/search-emoji.ts';
import { insertText } from '../format/insert-text.ts';
import { commandNames } from './commands.ts';
import { findTrigger, type Trigger } from './find-trigger.ts';
import { rankPeople } from './rank-people.ts';

export type CompletionOption = {
  key: string;
  label: string;
  detail: string;
  /** What takes the place of what was typed. */
  insert: string;
  person?: Profile;
  emoji?: string;
};

export type CompletionSources = {
  /** In the order of preference; asked for when the first `@` is typed, and with each letter. */
  people(): readonly Profile[];
  /** `@room` and `@here` mean something where more than two talk. */
  hasEverybody: boolean;
  hasCommands: boolean;
};

export type Completion = {
  kind: Trigger['kind'];
  options: readonly CompletionOption[];
  active: number;
  listId: string;
  optionId(index: number): string;
  choose(index: number): void;
  point(index: number): void;
};

const optionsMax = 8;

type Field = { field: RefObject<HTMLTextAreaElement | null>; text: string; caret: number };

/** What is offered for the word at the caret, and the keys that choose from it. Null while there is nothing to offer. */
export function useCompletion({ field, text, caret }: Field, sources: CompletionSources) {
  const trigger = useMemo(() => findTrigger(text, caret), [text, caret]);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [pointed, setPointed] = useState({ at: '', index: 0 });
  const listId = useId();
  const book = useEmojiBook(trigger?.kind === 'emoji');
  const at = trigger ? `${trigger.kind}:${trigger.start}` : '';
  // Esc closes the list for this word; another word opens it again.
  useEffect(() => {
    if (at !== dismissed) setDismissed(null);
  }, [at, dismissed]);
  const options = trigger && at !== dismissed ? optionsFor(trigger, sources, book) : [];
  const isOpen = options.length > 0;
  const query = `${at}:${trigger?.query}`;
  const active = pointed.at === query ? Math.min(pointed.index, options.length - 1) : 0;
  const count = options.length;
  const said = useRef('');
  useEffect(() => {
    if (isOpen && said.current !== at) announce(conversationTexts.completion.found(count));
    said.current = isOpen ? at : '';
  }, [isOpen, at, count]);

  const choose = (index: number) => {
    const option = options[index];
    if (!option || !trigger || !field.current) return;
    if (option.emoji) useRecentEmoji.getState().use(option.emoji);
    insertText(field.current, { from: trigger.start, to: trigger.end, text: option.insert });
  };
  const keyDown = (event: KeyboardEvent): boolean => {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setPointed({ at: query, index: (active + step + count) % count });
    else if ((event.key === 'Enter' && !event.shiftKey) || (event.key === 'Tab' && !event.shiftKey)) {
      // A command that is written out is meant as it stands.
      if (event.key === 'Enter' && trigger?.kind === 'command' && options[active]?.insert.trim() === text) return false;
      choose(active);
    } else if (event.key === 'Escape') setDismissed(at);
    else return false;
    event.preventDefault();
    return true;
  };
  const completion: Completion | null =
    isOpen && trigger
      ? {
          kind: trigger.kind,
          options,
          active,
          listId,
          optionId: (index) => `${listId}-${index}`,
          choose,
          point: (index) => setPointed({ at: query, index }),
        }
      : null;
  return { completion, keyDown };
}

function optionsFor(trigger: Trigger, sources: CompletionSources, book: readonly EmojiEntry[]): CompletionOption[] {
  const { query } = trigger;
  switch (trigger.kind) {
    case 'person': {
      const people = rankPeople(sources.people(), query, optionsMax).map((person) => ({
        key: person.id,
        label: person.display_name,
        detail: `@${person.username}`,
        insert: `@${person.username} `,
        person,
      }));
      return [...people, ...everybody(query, sources.hasEverybody)].slice(0, optionsMax);
    }
    case 'emoji':
      return searchEmoji(book, query, optionsMax).map(({ emoji, label, names }) => ({
        key: emoji,
        label: `:${names[0]}:`,
        detail: label,
        insert: `${emoji} `,
        emoji,
      }));
    case 'command':
      if (!sources.hasCommands) return [];
      return commandNames
        .filter((name) => name.startsWith(query))
        .map((name) => {
          const { args, about } = conversationTexts.commands[name];
          return { key: name, label: `/${name}${args && ` ${args}`}`, detail: about, insert: `/${name}${args && ' '}` };
        });
  }
}

function everybody(query: string, hasEverybody: boolean): CompletionOption[] {
  if (!hasEverybody) return [];
  const all = [
    { key: 'room', label: '@room', detail: conversationTexts.completion.everybody, insert: '@room ' },
    { key: 'here', label: '@here', detail: conversationTexts.completion.everybodyHere, insert: '@here ' },
  ];
  return all.filter(({ key }) => key.startsWith(query.toLowerCase()));
}

const none: readonly EmojiEntry[] = [];

/** The emoji by name, once they are wanted. A book that cannot be had completes nothing. */
function useEmojiBook(isWanted: boolean): readonly EmojiEntry[] {
  const [book, setBook] = useState(none);
  useEffect(() => {
    if (!isWanted || book !== none) return;
    let current = true;
    import('../emoji/emoji-book.ts').then(
      ({ emojiBook }) => current && setBook(emojiBook),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [isWanted, book]);
  return book;
}
