import { Search, X } from 'lucide-react';
import { useId } from 'react';
import { texts } from '../texts/texts.ts';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

type Props = { label: string; placeholder: string; value: string; onChange(value: string): void; className?: string; autoFocus?: boolean };

/** Narrows what is shown below it. Esc empties it. */
export function SearchBox({ label, placeholder, value, onChange, className, autoFocus }: Props) {
  const id = useId();
  return (
    <div
      className={classNames(
        'flex h-9 shrink-0 items-center rounded-md bg-sunken ps-3 focus-within:outline-2 focus-within:outline-accent',
        className,
      )}
    >
      <Search className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        id={id}
        value={value}
        // biome-ignore lint/a11y/noAutofocus: where the page is a search
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
        placeholder={placeholder}
        autoCapitalize="none"
        spellCheck={false}
        className="h-full min-w-0 flex-1 bg-transparent px-2 text-sm outline-none placeholder:text-ink-faint"
      />
      {value !== '' && <IconButton label={texts.common.cancel} icon={X} onClick={() => onChange('')} className="size-8 scale-85" />}
    </div>
  );
}
