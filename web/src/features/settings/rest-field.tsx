import type { DoNotDisturb } from '@parley/contracts';
import { useId, useState } from 'react';
import { texts } from '../../texts/texts.ts';
import { SwitchField } from '../../ui/switch-field.tsx';

const usual = { from: '22:00', to: '07:00' };
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
/** All that this browser knows, and the one that is set. */
const zones = (set: string) => [...new Set([set, ownZone(), ...Intl.supportedValuesOf('timeZone')])];

const input =
  'h-11 w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink hover:border-ink-faint focus-visible:outline-offset-0';

/** Hours of every day in which nothing disturbs, by the clock of a place. */
export function RestField({ rest, onChange }: { rest: DoNotDisturb | null; onChange(rest: DoNotDisturb | null): void }) {
  const id = useId();
  const words = texts.telling;
  // Two equal times are refused by the server: they stay here until one differs.
  const [draft, setDraft] = useState<DoNotDisturb>();
  const shown = draft ?? rest;
  const change = (part: Partial<DoNotDisturb>) => {
    if (!shown) return;
    const next = { ...shown, ...part };
    const isWhole = next.from !== '' && next.to !== '' && next.from !== next.to;
    setDraft(isWhole ? undefined : next);
    if (isWhole) onChange(next);
  };
  return (
    <div>
      <SwitchField
        label={words.rest}
        hint={words.restHint}
        checked={rest !== null}
        onChange={(on) => {
          setDraft(undefined);
          onChange(on ? { ...usual, time_zone: ownZone() } : null);
        }}
      />
      {shown && (
        <div className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-[1fr_1fr_2fr]">
          <div>
            <label htmlFor={`${id}-from`} className="mb-1.5 block text-sm font-medium">
              {words.restFrom}
            </label>
            <input
              id={`${id}-from`}
              type="time"
              value={shown.from}
              onChange={(event) => change({ from: event.target.value })}
              className={input}
            />
          </div>
          <div>
            <label htmlFor={`${id}-to`} className="mb-1.5 block text-sm font-medium">
              {words.restTo}
            </label>
            <input
              id={`${id}-to`}
              type="time"
              value={shown.to}
              aria-invalid={draft !== undefined || undefined}
              aria-describedby={draft ? `${id}-fault` : undefined}
              onChange={(event) => change({ to: event.target.value })}
              className={input}
            />
          </div>
          <div className="col-span-2 sm:col-span-1">
            <label htmlFor={`${id}-zone`} className="mb-1.5 block text-sm font-medium">
              {words.restZone}
            </label>
            <select
              id={`${id}-zone`}
              value={shown.time_zone}
              onChange={(event) => change({ time_zone: event.target.value })}
              className={input}
            >
              {zones(shown.time_zone).map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll('_', ' ')}
                </option>
              ))}
            </select>
          </div>
          {draft && (
            <p id={`${id}-fault`} role="alert" className="col-span-full text-xs text-danger">
              {words.restSame}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
