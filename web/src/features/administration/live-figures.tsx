import { useQuery } from '@tanstack/react-query';
import { parley } from '../../realtime/parley.ts';
import { formatNumber } from '../../texts/locale.ts';
import { texts } from '../../texts/texts.ts';

const everyMs = 15_000;

/** Asked for again while the page is looked at. A dash: the service that knows did not answer. */
export function LiveFigures() {
  const { data } = useQuery({ queryKey: ['stats'], queryFn: () => parley.admin.stats(), refetchInterval: everyMs });
  const services = data?.services ?? {};
  const words = texts.administration;
  const figures = [
    [words.accounts, services.auth?.accounts],
    [words.sessions, services.auth?.sessions],
    [words.online, services.presence?.people_online],
    [words.roomCount, services.rooms?.rooms],
    [words.entries, services.messages?.log_entries],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
      {figures.map(([label, value]) => (
        <div key={label} className="flex min-w-0 flex-col-reverse justify-end rounded-lg border border-line bg-surface px-4 py-3">
          <dt className="text-xs text-ink-faint">{label}</dt>
          <dd className="text-xl font-semibold tabular-nums">{value === undefined ? '–' : formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
