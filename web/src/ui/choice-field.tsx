import { useId } from 'react';

type Props<Value extends string> = {
  label: string;
  hint?: string;
  value: Value;
  options: ReadonlyArray<{ value: NoInfer<Value>; label: string }>;
  onChange(value: NoInfer<Value>): void;
};

/** One of a few that are all seen at once. */
export function ChoiceField<Value extends string>({ label, hint, value, options, onChange }: Props<Value>) {
  const id = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={hint ? `${id}-note` : undefined}>
      <legend className="mb-1.5 text-sm font-medium text-ink">{label}</legend>
      <div className="flex flex-wrap gap-1 rounded-lg bg-sunken p-1">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex h-9 flex-1 cursor-pointer items-center justify-center rounded-md px-3 text-sm font-medium whitespace-nowrap text-ink-soft transition-colors hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${id}-note`} className="mt-1.5 text-xs text-ink-faint">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
