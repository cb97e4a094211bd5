import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
  quietDanger: 'text-danger hover:bg-danger-soft',
  danger: 'bg-danger text-surface hover:opacity-90',
} as const;

export type ButtonLook = keyof typeof looks;
type Props = ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; busy?: boolean };

/** A busy button keeps its size and its focus, and does nothing. */
export function Button({ look = 'primary', busy = false, type = 'button', className, children, onClick, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classNames(
        'relative inline-flex h-10 items-center justify-center gap-2 rounded-md px-4 text-sm font-semibold transition-colors',
        'disabled:opacity-50',
        looks[look],
        className,
      )}
    >
      <span className={classNames('inline-flex items-center gap-2', busy && 'opacity-0')}>{children}</span>
      {busy && <Spinner className="absolute size-4" />}
    </button>
  );
}
