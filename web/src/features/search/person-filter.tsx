import { useEffect, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { useChat } from '../../realtime/chat-context.tsx';
import { usePeopleSearch } from '../../realtime/use-people-search.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';

/** Whose messages: somebody out of those who are found, the viewer among them. */
export function PersonFilter({ value, onChange }: { value: string | undefined; onChange(username: string | undefined): void }) {
  const { viewer } = useChat();
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const { people } = usePeopleSearch(text, '');
  const offered = people.length > 0 ? people : [viewer];
  return (
    <ComboBox
      items={offered}
      inputValue={text}
      onInputChange={(next) => {
        setText(next);
        if (next.trim() === '') onChange(undefined);
      }}
      selectedKey={null}
      onSelectionChange={(key) => {
        const person = offered.find(({ username }) => username === key);
        if (!person) return;
        setText(person.username);
        onChange(person.username);
      }}
      onBlur={() => setText(value ?? '')}
      allowsCustomValue
      menuTrigger="focus"
    >
      <Label className="mb-1 block text-xs font-medium text-ink-soft">{texts.search.from}</Label>
      <Input
        placeholder={texts.search.anybody}
        autoCapitalize="none"
        spellCheck={false}
        className="h-9 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-ink-faint hover:border-ink-faint focus-visible:outline-offset-0"
      />
      <Popover className="w-(--trigger-width) min-w-56 animate-appear rounded-lg border border-line bg-raised p-1.5 shadow-raised">
        <ListBox className="max-h-64 overflow-y-auto outline-none">
          {(person: (typeof offered)[number]) => (
            <ListBoxItem
              id={person.username}
              textValue={person.username}
              className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 py-1 text-sm outline-none data-focused:bg-hover"
            >
              <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size="xs" />
              <span className="min-w-0 flex-1 truncate">
                {person.display_name} <span className="text-xs text-ink-faint">@{person.username}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
