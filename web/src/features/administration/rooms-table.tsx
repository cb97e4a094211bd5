import type { AdminRoom } from '@parley/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { formatNumber } from '../../texts/locale.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Cell, Table } from './table.tsx';
import { usePages } from './use-pages.ts';
import { useSorting } from './use-sorting.ts';

const kinds = ['any', 'direct', 'group', 'channel'] as const;
const sortValue = (room: AdminRoom, key: string) =>
  key === 'name'
    ? room.name
    : key === 'members'
      ? room.member_count
      : key === 'owner'
        ? (room.owner?.display_name ?? null)
        : room.created_at;

/** What there is, never what is said in it. `memberId`: only those that this person is in. */
export function RoomsTable({ memberId }: { memberId?: string }) {
  const [text, setText] = useState('');
  const [kind, setKind] = useState<(typeof kinds)[number]>('any');
  const [leaving, setLeaving] = useState<AdminRoom>();
  const queries = useQueryClient();
  const q = useDeferredValue(text.trim());
  const filters = { ...(q && { q }), ...(kind !== 'any' && { type: kind }), ...(memberId !== undefined && { member_id: memberId }) };
  const { pages, items } = usePages(['rooms', filters], (cursor) =>
    parley.adminRooms.list({ ...filters, ...(cursor !== undefined && { cursor }) }),
  );
  const { rows, sorting } = useSorting(items, sortValue);
  const remove = useMutation({
    mutationFn: (room: AdminRoom) => parley.adminRooms.delete(room.id),
    onSuccess: () => setLeaving(undefined),
    onSettled: () => queries.invalidateQueries(),
  });
  const words = texts.administration;
  return (
    <div className="flex flex-col gap-4">
      {memberId === undefined && (
        <div className="flex flex-wrap items-end gap-3">
          <SearchBox
            label={words.searchRooms}
            placeholder={words.searchRooms}
            value={text}
            onChange={setText}
            className="h-11 min-w-60 flex-1"
          />
          <SelectField
            className="w-48"
            label={words.roomColumns.kind}
            value={kind}
            options={kinds.map((value) => ({ value, label: value === 'any' ? words.targets.any : texts.room.kinds[value] }))}
            onChange={setKind}
          />
        </div>
      )}
      <Table
        label={words.rooms}
        columns={[
          { key: 'name', label: words.roomColumns.name, isSortable: true },
          { key: 'kind', label: words.roomColumns.kind },
          { key: 'owner', label: words.roomColumns.owner, isSortable: true },
          { key: 'members', label: words.roomColumns.members, isSortable: true },
          { key: 'since', label: words.columns.since, isSortable: true },
          { key: 'actions', label: words.columns.actions },
        ]}
        sorting={sorting}
        pages={pages}
        isEmpty={rows.length === 0}
        empty={words.nobody}
      >
        {rows.map((room) => (
          <tr key={room.id}>
            <Cell className="max-w-72 font-medium">
              <span className="block truncate">{room.name ?? texts.room.kinds.direct}</span>
            </Cell>
            <Cell className="whitespace-nowrap">{texts.room.kinds[room.type]}</Cell>
            <Cell className="max-w-48 truncate">{room.owner?.display_name ?? '–'}</Cell>
            <Cell className="tabular-nums">{formatNumber(room.member_count)}</Cell>
            <Cell className="whitespace-nowrap">
              <RelativeTime at={room.created_at} />
            </Cell>
            <Cell className="whitespace-nowrap">
              <Link to={`/admin/messages?room=${room.id}`} className="me-2 text-sm font-semibold text-accent hover:underline">
                {words.messages}
              </Link>
              <Button look="quietDanger" className="h-8 px-2.5" onClick={() => setLeaving(room)}>
                {texts.room.deleteWord}
              </Button>
            </Cell>
          </tr>
        ))}
      </Table>
      {leaving && (
        <ConfirmDialog
          title={texts.room.deleteTitle(leaving.name ?? texts.room.kinds.direct)}
          lead={texts.room.deleteLead}
          action={texts.room.deleteShort}
          busy={remove.isPending}
          error={remove.isError ? describeError(remove.error) : undefined}
          onConfirm={() => remove.mutate(leaving)}
          onClose={() => {
            remove.reset();
            setLeaving(undefined);
          }}
        />
      )}
    </div>
  );
}
