import { fullTime, shortTime } from './time.ts';
import { useNow } from './use-now.ts';

/** How long ago, kept current; the full time on hover. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={fullTime(date)} className={className}>
      {shortTime(date, now)}
    </time>
  );
}
