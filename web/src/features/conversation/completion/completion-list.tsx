import { useEffect, useRef } from 'react';
import { conversationTexts } from '../../../texts/conversation-texts.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import type { Completion, CompletionOption } from './use-completion.ts';

/** Above the field, which keeps the focus: `aria-activedescendant` there says which of these is meant. */
export function CompletionList({ completion }: { completion: Completion }) {
  const { kind, options, active, listId, optionId } = completion;
  const label = {
    person: conversationTexts.completion.people,
    emoji: conversationTexts.completion.emoji,
    command: conversationTexts.completion.commands,
  }[kind];
  const shown = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another active one is what has to come into view
  useEffect(() => {
    shown.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={shown}
      id={listId}
      role="listbox"
      aria-label={label}
      className="absolute inset-x-0 bottom-full z-20 mb-2 max-h-72 overflow-y-auto rounded-lg border border-line bg-raised p-1.5 shadow-raised"
    >
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which has the focus
        <div
          key={option.key}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => index !== active && completion.point(index)}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => completion.choose(index)}
          className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 py-1 text-sm aria-selected:bg-hover"
        >
          <Picture option={option} />
          <span className="min-w-0 shrink-0 truncate font-medium">{option.label}</span>
          <span className="min-w-0 truncate text-xs text-ink-faint">{option.detail}</span>
        </div>
      ))}
    </div>
  );
}

function Picture({ option: { person, emoji } }: { option: CompletionOption }) {
  if (person) return <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size="xs" />;
  return emoji ? (
    <span aria-hidden="true" className="w-6 text-center text-lg">
      {emoji}
    </span>
  ) : null;
}
