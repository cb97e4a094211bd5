import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { texts } from '../../texts/texts.ts';
import { classNames } from '../../ui/class-names.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { useLingering } from '../../ui/use-lingering.ts';
import { StickyDay } from './timeline-parts.tsx';
import type { Row } from './timeline-rows.ts';
import type { Pages } from './use-pages.ts';
import { useRovingRow } from './use-roving-row.ts';

export type TimelineHandle = { toEnd(): void; toRow(index: number): void };

type Props = {
  rows: readonly Row[];
  renderRow(row: Row): ReactNode;
  older: Pages;
  hasOlder: boolean;
  /** What follows the last row, where that is not the newest of all: then new ones are not followed either. */
  newer: Pages | null;
  /** Back to the newest row. */
  onLeavePast(): void;
  /** Others' messages that came while the end was not in view. */
  newCount: number;
  /** How many of the rows, from the first, have been on the screen. */
  onSeen(count: number): void;
  ref: React.Ref<TimelineHandle>;
};

/** So near to the end counts as being there: new lines are followed. */
const endThresholdPx = 80;
/** Older ones are asked for before the first row comes into view. */
const loadAheadPx = 900;
/** The day over the lines is of use on the way; who has stopped reads what is beneath it. */
const dayLingersMs = 1_500;

/** The rows that are in view, of however many there are. Keeps its place when older ones come, and follows the end when there. */
export function Timeline({ rows, renderRow, older, hasOlder, newer, onLeavePast, newCount, onSeen, ref }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [topIndex, setTopIndex] = useState(0);
  const roving = useRovingRow(rows, scroller);
  const focused = roving.index;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    estimateSize: (index) => estimateHeight(rows[index]),
    overscan: 8,
    // The row that has the focus stays, however far away it is scrolled: without it the focus would be lost.
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const shown = defaultRangeExtractor(range);
        return focused === null || shown.includes(focused) ? shown : [...shown, focused].sort((a, b) => a - b);
      },
      [focused],
    ),
    anchorTo: 'end',
    followOnAppend: newer === null,
    scrollEndThreshold: endThresholdPx,
    paddingStart: hasOlder ? 64 : 0,
    paddingEnd: newer ? 64 : 8,
  });

  // Where a conversation opens, it scrolls by itself: the day is for whoever goes through it.
  const [isInHand, setIsInHand] = useState(false);
  const takeInHand = () => setIsInHand(true);
  const showsDay = useLingering(virtualizer.isScrolling && isInHand, dayLingersMs);

  // Read from the element: the virtualizer hears of a scroll after this does.
  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const bottom = element.scrollTop + element.clientHeight;
    const atEnd = element.scrollHeight - bottom < endThresholdPx;
    setIsAtEnd(atEnd);
    setTopIndex(virtualizer.getVirtualItemForOffset(element.scrollTop)?.index ?? 0);
    onSeen(atEnd ? rows.length : (virtualizer.getVirtualItemForOffset(bottom)?.index ?? 0));
    if (hasOlder && older.state === 'idle' && element.scrollTop < loadAheadPx) older.load();
    if (newer?.state === 'idle' && element.scrollHeight - bottom < loadAheadPx) newer.load();
  }, [virtualizer, onSeen, rows.length, hasOlder, older, newer]);

  const toEnd = useToEnd(virtualizer, newer !== null, onLeavePast);
  useStartAtUnread(rows, virtualizer);
  useStayAtEnd(scroller, virtualizer);
  // Heights become known after rows are drawn; that moves the end without a scroll.
  const totalSize = virtualizer.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size is what changes the view
  useEffect(look, [look, totalSize]);
  useImperativeHandle(
    ref,
    () => ({
      toEnd,
      toRow: (index) => virtualizer.scrollToIndex(index, { align: 'center' }),
    }),
    [virtualizer, toEnd],
  );

  /** The lowest row whose end one sees; of one that is higher than the view, that one. */
  const lastInView = () => {
    const { scrollTop = 0, clientHeight = 0 } = scroller.current ?? {};
    const bottom = scrollTop + clientHeight;
    const lowest = virtualizer.getVirtualItemForOffset(bottom);
    if (!lowest) return rows.length - 1;
    const isCutOff = lowest.end > bottom + 1 && lowest.start > scrollTop;
    return isCutOff ? Math.max(0, lowest.index - 1) : lowest.index;
  };

  return (
    <div className="relative min-h-0 flex-1">
      <StickyDay rows={rows} topIndex={topIndex} isShown={showsDay} />
      <div
        ref={scroller}
        onScroll={look}
        onWheelCapture={takeInHand}
        onTouchMoveCapture={takeInHand}
        onPointerDownCapture={takeInHand}
        onKeyDownCapture={takeInHand}
        // The one tab stop of all that is in here; it hands the focus on to a message.
        tabIndex={roving.index === null ? 0 : -1}
        onFocus={(event) => roving.onFocus(event, lastInView())}
        onBlur={roving.onBlur}
        onKeyDown={(event) => roving.onKeyDown(event, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }))}
        role="log"
        aria-label={texts.conversation.log}
        aria-live="off"
        className="h-full overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
      >
        <div className="relative mx-auto w-full max-w-[56rem]" style={{ height: totalSize }}>
          {hasOlder && <EdgeState pages={older} failed={texts.conversation.olderFailed} loading={texts.conversation.loadingOlder} />}
          {newer && <EdgeState isEnd pages={newer} failed={texts.conversation.newerFailed} loading={texts.conversation.loadingNewer} />}
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className="absolute top-0 start-0 w-full"
                style={{ transform: `translateY(${start}px)` }}
              >
                {row && renderRow(row)}
              </div>
            );
          })}
        </div>
      </div>
      {(!isAtEnd || newer) && <ToEndButton count={newCount} onPress={toEnd} />}
    </div>
  );
}

/** `isEnd`: below the last row, else above the first. */
type EdgeStateProps = { pages: Pages; failed: string; loading: string; isEnd?: boolean };

function EdgeState({ pages, failed, loading, isEnd = false }: EdgeStateProps) {
  return (
    <div
      role="status"
      className={classNames(
        'absolute inset-x-0 flex h-16 items-center justify-center gap-2 text-sm text-ink-faint',
        isEnd ? 'bottom-0' : 'top-0',
      )}
    >
      {pages.state === 'failed' ? (
        <>
          {failed}
          <button type="button" onClick={pages.load} className="font-semibold text-accent underline underline-offset-2">
            {texts.common.retry}
          </button>
        </>
      ) : (
        <>
          <Spinner className="size-4" />
          <span className="sr-only">{loading}</span>
        </>
      )}
    </div>
  );
}

function ToEndButton({ count, onPress }: { count: number; onPress(): void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={`${texts.conversation.newMessages(count)}. ${texts.conversation.jump}`}
      className={classNames(
        'absolute inset-x-0 bottom-3 mx-auto flex h-9 w-fit animate-appear items-center gap-1.5 rounded-full px-3.5 text-sm font-semibold shadow-raised',
        count > 0 ? 'bg-accent text-on-accent hover:bg-accent-strong' : 'border border-line bg-raised text-ink-soft hover:text-ink',
      )}
    >
      {texts.conversation.newMessages(count)}
      <ArrowDown className="size-4" aria-hidden="true" />
    </button>
  );
}

type TimelineVirtualizer = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

/** To the newest row, which may have to be brought back first. */
function useToEnd(virtualizer: TimelineVirtualizer, isPast: boolean, leavePast: () => void): () => void {
  const isWanted = useRef(false);
  useLayoutEffect(() => {
    if (isPast || !isWanted.current) return;
    isWanted.current = false;
    virtualizer.scrollToEnd();
  }, [isPast, virtualizer]);
  return useCallback(() => {
    if (!isPast) return virtualizer.scrollToEnd({ behavior: 'auto' });
    isWanted.current = true;
    leavePast();
  }, [virtualizer, isPast, leavePast]);
}

/** The first view: where the unread ones begin, if they are more than fit, else the end. */
function useStartAtUnread(rows: readonly Row[], virtualizer: TimelineVirtualizer): void {
  const hasStarted = useRef(false);
  useLayoutEffect(() => {
    if (hasStarted.current || rows.length === 0) return;
    hasStarted.current = true;
    const unread = rows.findIndex((row) => row.kind === 'unread');
    if (unread > 0) virtualizer.scrollToIndex(Math.max(0, unread - 1), { align: 'start' });
    else virtualizer.scrollToEnd();
  }, [rows, virtualizer]);
}

/** The composer grows, the keyboard comes up, the window is resized: who read the end still does. */
function useStayAtEnd(scroller: React.RefObject<HTMLDivElement | null>, virtualizer: TimelineVirtualizer): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const lost = height - element.clientHeight;
      height = element.clientHeight;
      if (lost !== 0 && virtualizer.isAtEnd(endThresholdPx + Math.max(0, lost))) virtualizer.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, virtualizer]);
}

/** Near enough that little moves when the true height is known. */
function estimateHeight(row: Row | undefined): number {
  if (!row) return 40;
  if (row.kind === 'beginning') return 210;
  if (row.kind === 'day') return 50;
  if (row.kind !== 'message') return 30;
  if (row.message.attachments.length > 0) return 290;
  const lines = row.message.content.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 64)), 0);
  return 14 + lines * 23 + (row.isFirst ? 30 : 2);
}
