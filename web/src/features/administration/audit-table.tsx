import type { AuditEntry } from '@parley/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Table } from './table.tsx';

/** The newest first. Ids, as they are kept: a person who was deleted has no name here. */
export function AuditTable() {
  const list = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => parley.admin.audit({ cursor: pageParam, limit: 20 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-4">
      {list.error && <Notice>{describeError(list.error)}</Notice>}
      <Table
        columns={Object.values(texts.administration.auditColumns)}
        empty={list.isSuccess && entries.length === 0 && texts.administration.nothing}
      >
        {entries.map((entry) => (
          <AuditRow key={entry.seq} entry={entry} />
        ))}
      </Table>
      {list.hasNextPage && (
        <Button look="secondary" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {texts.administration.more}
        </Button>
      )}
    </div>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const detail = Object.entries(entry.detail).map(([name, value]) => `${name}: ${value}`);
  return (
    <tr className="border-t border-line">
      <td className="py-2 pe-4 whitespace-nowrap">
        <RelativeTime at={entry.at} />
      </td>
      <td className="py-2 pe-4 font-mono text-xs">{entry.actor_id === 'system' ? texts.administration.system : entry.actor_id}</td>
      <td className="py-2 pe-4 whitespace-nowrap">{entry.action}</td>
      <td className="py-2 pe-4 font-mono text-xs">{entry.target_id ?? '–'}</td>
      <td className="py-2">{detail.join(', ')}</td>
    </tr>
  );
}
