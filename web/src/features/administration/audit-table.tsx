import type { AuditEntry } from '@parley/contracts';
import { useState } from 'react';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Cell, Table } from './table.tsx';
import { usePages } from './use-pages.ts';
import { useSorting } from './use-sorting.ts';

const targets = ['any', 'user', 'room', 'message', 'system'] as const;

/** The newest first. Ids, as they are kept: a person who was deleted has no name here. */
export function AuditTable({ targetId }: { targetId?: string }) {
  const [target, setTarget] = useState<(typeof targets)[number]>('any');
  const filters = { target_id: targetId, target_type: target === 'any' ? undefined : target };
  const { pages, items } = usePages(['audit', filters], (cursor) => parley.admin.audit({ ...filters, cursor, limit: 20 }));
  const { rows, sorting } = useSorting(items, (entry: AuditEntry, key) => (key === 'action' ? entry.action : entry.seq));
  const words = texts.administration;
  return (
    <div className="flex flex-col gap-4">
      {targetId === undefined && (
        <SelectField
          className="max-w-60"
          label={words.auditColumns.target}
          value={target}
          options={targets.map((value) => ({ value, label: words.targets[value] }))}
          onChange={setTarget}
        />
      )}
      <Table
        label={words.audit}
        columns={[
          { key: 'at', label: words.auditColumns.at, isSortable: true },
          { key: 'actor', label: words.auditColumns.actor },
          { key: 'action', label: words.auditColumns.action, isSortable: true },
          { key: 'target', label: words.auditColumns.target },
          { key: 'detail', label: words.auditColumns.detail },
        ]}
        sorting={sorting}
        pages={pages}
        isEmpty={rows.length === 0}
        empty={words.nothing}
      >
        {rows.map((entry) => (
          <AuditRow key={entry.seq} entry={entry} />
        ))}
      </Table>
    </div>
  );
}

/** What the server calls things is shown as it is kept. */
function AuditRow({ entry }: { entry: AuditEntry }) {
  const detail = Object.entries(entry.detail).map(([name, value]) => `${name}: ${value}`);
  return (
    <tr>
      <Cell className="whitespace-nowrap">
        <RelativeTime at={entry.at} />
      </Cell>
      <Cell>{entry.actor_id === 'system' ? texts.administration.system : <Id id={entry.actor_id} />}</Cell>
      <Cell>
        <code className="rounded-sm bg-sunken px-1.5 py-0.5 text-xs whitespace-nowrap">{entry.action}</code>
      </Cell>
      <Cell>{entry.target_id === null ? '–' : <Id id={entry.target_id} />}</Cell>
      <Cell className="text-xs text-ink-soft">
        <span translate="no">{detail.join(', ')}</span>
      </Cell>
    </tr>
  );
}

/** The end of an id tells it from others; the whole is there to be copied. */
function Id({ id }: { id: string }) {
  return (
    <code className="text-xs" title={id}>
      …{id.slice(-8)}
    </code>
  );
}
