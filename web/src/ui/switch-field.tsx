import { useId } from 'react';

type Props = { label: string; hint?: string; checked: boolean; disabled?: boolean; onChange(checked: boolean): void };

/** On or off, at once. */
export function SwitchField({ label, hint, checked, disabled = false, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block text-sm font-medium text-ink">
          {label}
        </label>
        {hint && (
          <p id={`${id}-note`} className="mt-0.5 text-xs text-ink-faint">
            {hint}
          </p>
        )}
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={checked}
        aria-describedby={hint ? `${id}-note` : undefined}
        disabled={disabled}
        onClick={() => onChange(!checked)}
        className="group mt-0.5 flex h-6 w-10.5 shrink-0 items-center rounded-full border border-line-strong bg-sunken p-0.5 transition-colors aria-checked:border-accent aria-checked:bg-accent disabled:opacity-50"
      >
        <span className="size-4.5 rounded-full bg-ink-faint transition-transform group-aria-checked:translate-x-4.5 group-aria-checked:bg-on-accent rtl:group-aria-checked:-translate-x-4.5" />
      </button>
    </div>
  );
}
