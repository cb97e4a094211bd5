import { ParleyError } from '@parley/client';
import type { AdminUser, UpdateUserBody } from '@parley/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Table } from './table.tsx';
import { usePages } from './use-pages.ts';
import { useSorting } from './use-sorting.ts';
import { UserDialog } from './user-dialog.tsx';
import { UserRow } from './user-row.tsx';

/** What is asked before it is done: what takes somebody's access away, or gives much of it. */
type Question = { user: AdminUser; change: UpdateUserBody; title: string; lead: string; action: string };

const columnKeys = ['person', 'email', 'role', 'sessions', 'seen', 'since', 'actions'] as const;
/** The dialog of a person says all of it. */
const extras: ReadonlySet<string> = new Set(['sessions', 'since']);
const sortValue = (user: AdminUser, key: string) => {
  if (key === 'sessions') return user.session_count;
  if (key === 'seen') return user.last_seen_at;
  if (key === 'since') return user.created_at;
  return key === 'email' ? user.email : key === 'role' ? user.role : user.display_name;
};

export function UsersTable({ viewerId }: { viewerId: string }) {
  const [text, setText] = useState('');
  const [only, setOnly] = useState({ suspended: false, administrators: false });
  const [question, setQuestion] = useState<Question>();
  const queries = useQueryClient();
  const q = useDeferredValue(text.trim());
  const filters = { q: q || undefined, role: only.administrators ? 'admin' : undefined, suspended: only.suspended ? 'true' : undefined };
  const columns = columnKeys.map((key) => ({
    key,
    label: texts.administration.columns[key],
    isSortable: key !== 'actions',
    isExtra: extras.has(key),
  }));
  const { pages, items } = usePages(['users', filters], (cursor) => parley.admin.users({ ...filters, cursor }));
  const { rows, sorting } = useSorting(items, sortValue);
  const [shown, setShown] = useState<AdminUser>();
  const update = useMutation({
    mutationFn: ({ user, change }: { user: AdminUser; change: UpdateUserBody }) => parley.admin.updateUser(user.id, change),
    onSuccess: () => setQuestion(undefined),
    onSettled: () => queries.invalidateQueries(),
  });

  const ask = (user: AdminUser, change: UpdateUserBody) => {
    update.reset();
    const words = texts.administration;
    if (change.suspended === true) {
      setQuestion({ user, change, title: words.suspendTitle(user.display_name), lead: words.suspendLead, action: words.suspend });
    } else if (change.role === 'admin') {
      setQuestion({ user, change, title: words.promoteTitle(user.display_name), lead: words.promoteLead, action: words.promote });
    } else update.mutate({ user, change });
  };

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-4">
        <TextField
          className="min-w-60 flex-1"
          label={texts.administration.search}
          placeholder={texts.administration.searchPlaceholder}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Filter label={texts.administration.onlySuspended} on={only.suspended} onChange={(suspended) => setOnly({ ...only, suspended })} />
        <Filter
          label={texts.administration.onlyAdministrators}
          on={only.administrators}
          onChange={(administrators) => setOnly({ ...only, administrators })}
        />
      </div>
      {update.error && !question && <Notice>{describe(update.error)}</Notice>}
      <Table
        label={texts.administration.people}
        columns={columns}
        sorting={sorting}
        pages={pages}
        isEmpty={rows.length === 0}
        empty={texts.administration.nobody}
      >
        {rows.map((user) => (
          <UserRow
            key={user.id}
            user={user}
            isViewer={user.id === viewerId}
            busy={update.isPending}
            onOpen={() => setShown(user)}
            onChange={(change) => ask(user, change)}
          />
        ))}
      </Table>
      {shown && <UserDialog user={shown} onClose={() => setShown(undefined)} />}
      {question && (
        <ConfirmDialog
          title={question.title}
          lead={question.lead}
          action={question.action}
          busy={update.isPending}
          error={update.isError ? describe(update.error) : undefined}
          onConfirm={() => update.mutate(question)}
          onClose={() => setQuestion(undefined)}
        />
      )}
    </div>
  );
}

function Filter({ label, on, onChange }: { label: string; on: boolean; onChange(on: boolean): void }) {
  return (
    <label className="flex h-11 items-center gap-2 text-sm">
      <input type="checkbox" className="size-4 accent-accent" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

function describe(error: Error): string {
  if (!(error instanceof ParleyError)) return describeError(error);
  if (error.code === 'last_administrator') return texts.administration.lastAdministrator;
  return error.code === 'forbidden' ? texts.administration.forbidden : describeError(error);
}
