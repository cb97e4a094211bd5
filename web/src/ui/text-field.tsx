import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

type Props = InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Stands at the end of the box, e.g. a button that shows the password. */
  trailing?: ReactNode;
  ref?: React.Ref<HTMLInputElement>;
};

/** A labelled input; its hint and its error are read with it. */
export function TextField({ label, hint, error, trailing, className, ref, ...input }: Props) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink">
        {label}
      </label>
      <div
        className={classNames(
          'flex h-11 items-center rounded-md border bg-surface transition-colors focus-within:outline-2 focus-within:outline-offset-0',
          error
            ? 'border-danger focus-within:outline-danger'
            : 'border-field hover:border-ink-faint focus-within:border-accent focus-within:outline-accent',
        )}
      >
        <input
          {...input}
          ref={ref}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          className="h-full min-w-0 flex-1 rounded-md bg-transparent px-3 text-base text-ink outline-none placeholder:text-ink-faint"
        />
        {trailing}
      </div>
      {note && (
        <p id={`${id}-note`} className={classNames('mt-1.5 text-xs', error ? 'text-danger' : 'text-ink-faint')}>
          {note}
        </p>
      )}
    </div>
  );
}
