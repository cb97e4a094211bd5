import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> & {
  label: string;
  icon: LucideIcon;
  ref?: React.Ref<HTMLButtonElement>;
};

/** A button without words on it: it has a name all the same, and shows it on hover. */
export function IconButton({ label, icon: Icon, className, type = 'button', ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-9 shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors hover:bg-hover hover:text-ink',
        'aria-pressed:bg-accent-soft aria-pressed:text-on-accent-soft disabled:opacity-40',
        className,
      )}
    >
      <Icon className="size-5" aria-hidden="true" />
    </button>
  );
}
