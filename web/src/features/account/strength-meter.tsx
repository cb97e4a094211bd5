import { texts } from '../../texts/texts.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Strength } from './password-strength.ts';

const colours = ['bg-danger', 'bg-danger', 'bg-away', 'bg-online', 'bg-online'];

export function StrengthMeter({ strength }: { strength: Strength }) {
  return (
    <div className="mt-2 flex items-center gap-3">
      <div
        role="meter"
        aria-label={texts.account.strengthLabel}
        aria-valuemin={0}
        aria-valuemax={4}
        aria-valuenow={strength}
        aria-valuetext={texts.account.strength[strength]}
        className="flex flex-1 gap-1"
      >
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={classNames('h-1 flex-1 rounded-full transition-colors', step <= Math.max(1, strength) ? colours[strength] : 'bg-line')}
          />
        ))}
      </div>
      <span aria-hidden="true" className="w-16 text-right text-xs text-ink-faint">
        {texts.account.strength[strength]}
      </span>
    </div>
  );
}
