import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { momentToCome } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

const hourMs = 3_600_000;
const spansMs = { hour: hourMs, evening: 8 * hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const;
const choices = ['none', 'hour', 'evening', 'day', 'week'] as const;

/** Nothing disturbs until a time. */
export function PauseField({ until, onChange }: { until: string | null; onChange(until: string | null): void }) {
  const now = useNow();
  const words = texts.telling;
  if (until !== null && new Date(until) > now) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <p className="flex-1 text-sm font-medium">{words.pausedUntil(momentToCome(new Date(until), now))}</p>
        <Button look="secondary" onClick={() => onChange(null)}>
          {words.resume}
        </Button>
      </div>
    );
  }
  return (
    <SelectField<(typeof choices)[number]>
      label={words.pause}
      hint={words.pauseHint}
      value="none"
      options={choices.map((value) => ({ value, label: words.pauseChoices[value] }))}
      onChange={(choice) => {
        if (choice !== 'none') onChange(new Date(Date.now() + spansMs[choice]).toISOString());
      }}
    />
  );
}
