import { Labelled, smallField } from './labelled.tsx';

type Days = { first: string | undefined; last: string | undefined };
type Props = { labels: { first: string; last: string }; value: Days; onChange(days: Days): void };

/** From one day to another, both part of it, either of them open. Days are as `2026-11-21`. */
export function DayRange({ labels, value, onChange }: Props) {
  return (
    <>
      <DayField label={labels.first} day={value.first} latest={value.last} onChange={(first) => onChange({ ...value, first })} />
      <DayField label={labels.last} day={value.last} earliest={value.first} onChange={(last) => onChange({ ...value, last })} />
    </>
  );
}

type Day = string | undefined;

function DayField(props: { label: string; day: Day; earliest?: Day; latest?: Day; onChange(day: Day): void }) {
  return (
    <Labelled label={props.label}>
      {(id) => (
        <input
          id={id}
          type="date"
          value={props.day ?? ''}
          min={props.earliest}
          max={props.latest}
          onChange={(event) => props.onChange(event.target.value || undefined)}
          className={smallField}
        />
      )}
    </Labelled>
  );
}
