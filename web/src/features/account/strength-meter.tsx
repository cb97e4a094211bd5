import { texts } from '../../texts/texts.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Strength } from './password-strength.ts';

const colours = ['bg-danger', 'bg-danger', 'bg-away', 'bg-online', 'bg-online'];

export function StrengthMeter({ strength }: { strength: Strength }) {
  return (
    <div className="mt-2 flex items-center gap-3">
      <div aria-hidden="true" className="flex flex-1 gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={classNames(
              'h-1 flex-1 rounded-full transition-colors',
              step <= Math.max(1, strength) ? colours[strength] : 'bg-line',
            )}
          />
        ))}
      </div>
      <span className="w-16 text-end text-xs text-ink-faint">
        <span className="sr-only">{texts.account.strengthLabel}: </span>
        {texts.account.strength[strength]}
      </span>
    </div>
  );
}
