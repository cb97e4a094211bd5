import { Labelled, smallField } from './labelled.tsx';

type Days = { first: string | undefined; last: string | undefined };

/** From one day to another, both part of it, either of them open. Days are as `2026-11-21`. */
export function DayRange({
  labels,
  value,
  onChange,
}: {
  labels: { first: string; last: string };
  value: Days;
  onChange(days: Days): void;
}) {
  return (
    <>
      <Labelled label={labels.first}>
        {(id) => (
          <input
            id={id}
            type="date"
            value={value.first ?? ''}
            max={value.last}
            onChange={(event) => onChange({ ...value, first: event.target.value || undefined })}
            className={smallField}
          />
        )}
      </Labelled>
      <Labelled label={labels.last}>
        {(id) => (
          <input
            id={id}
            type="date"
            value={value.last ?? ''}
            min={value.first}
            onChange={(event) => onChange({ ...value, last: event.target.value || undefined })}
            className={smallField}
          />
        )}
      </Labelled>
    </>
  );
}
