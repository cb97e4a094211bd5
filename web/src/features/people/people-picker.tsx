import type { Profile } from '@parley/contracts';
import { Check, Search } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, type Selection, TextField } from 'react-aria-components';
import { useChat } from '../../realtime/chat-context.tsx';
import { usePeopleSearch } from '../../realtime/use-people-search.ts';
import { usePresence } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';

type Props = {
  /** Several people with a tick each, or one whose choice is the action. */
  mode: 'single' | 'multiple';
  chosen: readonly Profile[];
  onChange(chosen: readonly Profile[]): void;
  /** Who can't be chosen, being there already. */
  present?: ReadonlySet<string>;
  /** Among other fields: not the first to have the focus, and no taller than it must be. */
  isInForm?: boolean;
};

/** A search field and what it finds. The arrow keys walk the list while the typing goes on, Enter chooses. */
export function PeoplePicker({ mode, chosen, onChange, present = nobody, isInForm = false }: Props) {
  const { viewer } = useChat();
  const [text, setText] = useState('');
  const search = usePeopleSearch(text, viewer.id);

  const select = (keys: Selection) => {
    if (keys === 'all') return;
    const known = new Map([...chosen, ...search.people].map((person) => [String(person.id), person]));
    // Those chosen before stay, though the search may show them no more.
    const shown = new Set<string>(search.people.map((person) => person.id));
    const kept = mode === 'single' ? [] : chosen.filter((person) => !shown.has(person.id));
    onChange([...kept, ...[...keys].flatMap((key) => (shown.has(String(key)) ? (known.get(String(key)) ?? []) : []))]);
  };

  return (
    <Autocomplete inputValue={text} onInputChange={setText} disableAutoFocusFirst={mode === 'multiple'}>
      <TextField
        aria-label={texts.people.search}
        autoFocus={!isInForm}
        className="mx-5 flex h-11 shrink-0 items-center rounded-md border border-field bg-surface ps-3 focus-within:border-accent focus-within:outline-2 focus-within:outline-accent"
      >
        <Search className="size-4.5 shrink-0 text-ink-faint" aria-hidden="true" />
        <Input
          placeholder={texts.people.searchPlaceholder}
          autoCapitalize="none"
          spellCheck={false}
          className="h-full min-w-0 flex-1 bg-transparent px-2.5 text-base outline-none placeholder:text-ink-faint"
        />
      </TextField>
      <div className={classNames('mt-2 min-h-0 shrink overflow-y-auto px-3 pb-2', !isInForm ? 'h-76' : search.enabled ? 'h-44' : 'h-12')}>
        {search.isError ? (
          <Hint text={texts.people.failed} action={search.retry} />
        ) : search.isPending ? (
          <PickerSkeleton />
        ) : !search.enabled ? (
          <Hint text={texts.people.typeMore} />
        ) : search.people.length === 0 ? (
          <Hint text={texts.people.nobody(search.query)} />
        ) : (
          <ListBox
            aria-label={texts.people.results}
            items={search.people}
            selectionMode={mode}
            selectedKeys={chosen.map((person) => person.id)}
            disabledKeys={search.people.filter((person) => present.has(person.id)).map((person) => person.id)}
            onSelectionChange={select}
            dependencies={[present, mode]}
            className="outline-none"
          >
            {(person) => <PersonOption person={person} mode={mode} isPresent={present.has(person.id)} />}
          </ListBox>
        )}
      </div>
    </Autocomplete>
  );
}

const nobody: ReadonlySet<string> = new Set();

function PersonOption({ person, mode, isPresent }: { person: Profile; mode: Props['mode']; isPresent: boolean }) {
  const { status } = usePresence(person.id);
  return (
    <ListBoxItem
      id={person.id}
      textValue={person.display_name}
      className={classNames(
        'flex min-h-13 cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 outline-none select-none [--ring:var(--raised)]',
        'hover:bg-hover data-disabled:cursor-default data-disabled:hover:bg-transparent data-focused:bg-hover data-focused:[--ring:var(--hover)]',
      )}
    >
      {({ isSelected }) => (
        <>
          <Avatar
            id={person.id}
            name={person.display_name}
            url={person.avatar_url}
            status={status}
            className={isPresent ? 'opacity-50' : ''}
          />
          <span className={classNames('min-w-0 flex-1', isPresent && 'text-ink-faint')}>
            <span className="block truncate font-medium">{person.display_name}</span>
            <span className="block truncate text-xs text-ink-faint">@{person.username}</span>
          </span>
          {isPresent && <span className="text-xs text-ink-faint">{texts.people.alreadyIn}</span>}
          {mode === 'multiple' && !isPresent && (
            <span
              aria-hidden="true"
              className={classNames(
                'flex size-5 items-center justify-center rounded-full border',
                isSelected ? 'border-accent bg-accent text-on-accent' : 'border-field',
              )}
            >
              {isSelected && <Check className="size-3.5" strokeWidth={3} />}
            </span>
          )}
        </>
      )}
    </ListBoxItem>
  );
}

function Hint({ text, action }: { text: string; action?: () => void }) {
  return (
    <div role="status" className="flex h-full flex-col items-center justify-center gap-3 px-6 text-center text-sm text-ink-faint">
      <p className="text-balance">{text}</p>
      {action && (
        <Button look="secondary" onClick={action}>
          {texts.common.retry}
        </Button>
      )}
    </div>
  );
}

function PickerSkeleton() {
  return (
    <Loading className="space-y-1">
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex items-center gap-3 px-2 py-1.5">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="h-3.5 w-1/3" />
            <Skeleton className="h-3 w-1/4" />
          </div>
        </div>
      ))}
    </Loading>
  );
}
