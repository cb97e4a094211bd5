import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

type Props<Value extends string> = {
  label: string;
  hint?: string;
  value: Value;
  options: ReadonlyArray<{ value: NoInfer<Value>; label: string }>;
  onChange(value: NoInfer<Value>): void;
  className?: string;
};

/** One of a few. The browser's own list: right on every device, and for every screen reader. */
export function SelectField<Value extends string>({ label, hint, value, options, onChange, className }: Props<Value>) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink">
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          value={value}
          aria-describedby={hint ? `${id}-note` : undefined}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
          className="h-11 w-full appearance-none rounded-md border border-field bg-surface pe-9 ps-3 text-base text-ink hover:border-ink-faint"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown className="pointer-events-none absolute top-1/2 end-3 size-4.5 -translate-y-1/2 text-ink-faint" aria-hidden="true" />
      </div>
      {hint && (
        <p id={`${id}-note`} className="mt-1.5 text-xs text-ink-faint">
          {hint}
        </p>
      )}
    </div>
  );
}
