import { type TextareaHTMLAttributes, useId } from 'react';

type Props = TextareaHTMLAttributes<HTMLTextAreaElement> & { label: string; note?: string };

/** A labelled input of several lines. */
export function TextArea({ label, note, className, ...input }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink">
        {label} {note && <span className="font-normal text-ink-faint">({note})</span>}
      </label>
      <textarea
        rows={2}
        {...input}
        id={id}
        className="block w-full resize-none rounded-md border border-field bg-surface px-3 py-2 text-base text-ink placeholder:text-ink-faint hover:border-ink-faint focus-visible:outline-offset-0"
      />
    </div>
  );
}
