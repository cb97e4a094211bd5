import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import type { Sorting } from './use-sorting.ts';

/** `isExtra`: left out where there is no room for it. */
export type Column = { key: string; label: string; isSortable?: boolean; isExtra?: boolean };

/** Of the cells of an extra column. */
export const extraCell = 'max-lg:hidden';

/** What is known of a list that comes in pages. */
type Pages = {
  error: Error | null;
  isPending: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  refetch(): unknown;
  fetchNextPage(): unknown;
};

type Props = {
  label: string;
  columns: readonly Column[];
  sorting: Sorting;
  pages: Pages;
  isEmpty: boolean;
  empty: string;
  children: ReactNode;
};

/** Rows under headings, with what is shown while they come, when there are none, and when they cannot be had. */
export function Table({ label, columns, sorting, pages, isEmpty, empty, children }: Props) {
  return (
    <div className="flex flex-col gap-3">
      {pages.error && (
        <Notice>
          {describeError(pages.error)}{' '}
          <button type="button" className="font-semibold underline" onClick={() => void pages.refetch()}>
            {texts.common.retry}
          </button>
        </Notice>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways is reached by the keyboard */}
      <section aria-label={label} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-surface">
        <table className="w-full text-start text-sm">
          <thead className="border-b border-line bg-canvas">
            <tr>
              {columns.map((column) => (
                <Heading key={column.key} column={column} sorting={sorting} />
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">{children}</tbody>
        </table>
        {pages.isPending && !pages.error && (
          <Loading className="space-y-3 p-4">
            <Skeleton className="h-4 w-4/5" />
            <Skeleton className="h-4 w-3/5" />
            <Skeleton className="h-4 w-2/3" />
          </Loading>
        )}
        {isEmpty && !pages.isPending && !pages.error && <p className="px-4 py-10 text-center text-sm text-ink-soft">{empty}</p>}
      </section>
      {pages.hasNextPage && (
        <Button look="secondary" className="self-center" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {texts.administration.more}
        </Button>
      )}
    </div>
  );
}

function Heading({ column, sorting }: { column: Column; sorting: Sorting }) {
  const isSorted = sorting.key === column.key;
  const Arrow = sorting.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : undefined}
      className={classNames('h-10 px-3 text-start text-xs font-semibold whitespace-nowrap text-ink-soft', column.isExtra && extraCell)}
    >
      {column.isSortable ? (
        <button
          type="button"
          onClick={() => sorting.sortBy(column.key)}
          className="-mx-1.5 flex h-7 items-center gap-1 rounded-sm px-1.5 hover:bg-hover hover:text-ink"
        >
          {column.label}
          {isSorted && <Arrow className="size-3.5" aria-hidden="true" />}
        </button>
      ) : (
        column.label
      )}
    </th>
  );
}

export function Cell({ className = '', children }: { className?: string; children: ReactNode }) {
  return <td className={`px-3 py-2 ${className}`}>{children}</td>;
}
