import type { Notice } from '@parley/client';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { dayName, fullTime } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { describeNotice } from './describe-notice.ts';
import type { Row } from './timeline-rows.ts';

export function DayDivider({ at }: { at: string }) {
  const now = useNow();
  return (
    <div className="flex items-center gap-4 px-5 pt-6 pb-2">
      <span className="h-px flex-1 bg-line" />
      <time dateTime={at} className="text-xs font-medium text-ink-faint">
        {dayName(new Date(at), now)}
      </time>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

/** The day of what is at the top, while one scrolls and its own divider is out of sight above. */
export function StickyDay({ rows, topIndex, isShown }: { rows: readonly Row[]; topIndex: number; isShown: boolean }) {
  const now = useNow();
  const top = rows[topIndex];
  if (!top || top.kind === 'day' || top.kind === 'beginning') return null;
  const day = rows.findLast((row, index) => index <= topIndex && row.kind === 'day');
  const at = day?.kind === 'day' ? day.at : top.kind === 'message' ? top.message.at : top.kind === 'notice' ? top.event.at : undefined;
  if (at === undefined) return null;
  return (
    <div
      aria-hidden="true"
      className={classNames(
        'pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center transition-opacity duration-300',
        isShown ? 'opacity-100' : 'opacity-0',
      )}
    >
      <span className="rounded-full border border-line bg-raised px-3 py-0.5 text-xs font-medium text-ink-soft shadow-raised">
        {dayName(new Date(at), now)}
      </span>
    </div>
  );
}

export function UnreadDivider() {
  return (
    <div className="flex items-center gap-3 px-5 pt-4 pb-1 text-danger">
      <span className="h-px flex-1 bg-danger/50" />
      <span className="text-xs font-semibold">{texts.conversation.unread}</span>
    </div>
  );
}

export function NoticeRow({ event, viewerId }: { event: Notice; viewerId: string }) {
  return (
    <p className="px-6 pt-2.5 text-center text-xs text-balance text-ink-faint" title={fullTime(new Date(event.at))}>
      {describeNotice(event, viewerId)}
    </p>
  );
}

type BeginningProps = { id: string; name: string; kind: 'person' | 'group' | 'channel'; url: string | null };

export function Beginning({ id, name, kind, url }: BeginningProps) {
  const { beginning, beginningDirect } = texts.conversation;
  return (
    <div className="flex flex-col items-center gap-3 px-6 pt-12 pb-4 text-center">
      <Avatar id={id} name={name} kind={kind} url={url} size="xl" />
      <div>
        <p className="text-lg font-semibold">{name}</p>
        <p className="text-sm text-balance text-ink-faint">{kind === 'person' ? beginningDirect(name) : beginning(name)}</p>
      </div>
    </div>
  );
}

/** Widths of lines that look like talk. */
const shapes = ['w-48', 'w-72', 'w-40', 'w-64 self-end', 'w-52 self-end', 'w-80', 'w-36', 'w-56 self-end'];

export function TimelineSkeleton() {
  return (
    <div
      role="status"
      aria-label={texts.common.loading}
      className="mx-auto flex w-full max-w-[56rem] flex-1 flex-col justify-end gap-2.5 px-5 pb-6"
    >
      {shapes.map((shape) => (
        <Skeleton key={shape} className={`h-9 max-w-[80%] rounded-xl ${shape}`} />
      ))}
    </div>
  );
}
