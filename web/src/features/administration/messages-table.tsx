import type { AdminMessageList } from '@parley/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { MessageFilterBar } from './message-filters.tsx';
import { messageQuery, readMessageFilters, writeMessageFilters } from './message-query.ts';
import { Cell, Table } from './table.tsx';
import { usePages } from './use-pages.ts';
import { useSorting } from './use-sorting.ts';

type AdminMessage = AdminMessageList['items'][number];

const sortValue = (message: AdminMessage, key: string) =>
  key === 'sender' ? message.sender.display_name : key === 'room' ? message.room.name : message.created_at;

/** Says first that a look is written down, and asks for nothing until somebody wants it all the same. */
export function MessagesTable() {
  const [isAgreed, setIsAgreed] = useState(false);
  const words = texts.administration;
  if (isAgreed) return <Messages />;
  return (
    <EmptyState
      icon={<Eye className="size-6" />}
      title={words.lookTitle}
      lead={words.lookLead}
      action={<Button onClick={() => setIsAgreed(true)}>{words.look}</Button>}
      className="rounded-lg border border-line bg-surface"
    />
  );
}

function Messages() {
  const [parameters, setParameters] = useSearchParams();
  const [question, setQuestion] = useState<AdminMessage>();
  const queries = useQueryClient();
  const filters = readMessageFilters(parameters);
  const { pages, items } = usePages(['messages', filters], (cursor) =>
    parley.messages.ofEveryRoom({ ...messageQuery(filters), ...(cursor !== undefined && { cursor }) }),
  );
  const { rows, sorting } = useSorting(items, sortValue);
  const remove = useMutation({
    mutationFn: (message: AdminMessage) => parley.messages.deleteAsAdministrator(message.id),
    onSuccess: () => setQuestion(undefined),
    onSettled: () => queries.invalidateQueries(),
  });
  const words = texts.administration;
  const [first] = items;
  const roomName = first && (first.room.name ?? texts.room.kinds.direct);
  return (
    <div className="flex flex-col gap-4">
      <MessageFilterBar
        filters={filters}
        names={{ room: roomName, sender: first?.sender.display_name }}
        onChange={(next) => setParameters(writeMessageFilters(next), { replace: true })}
      />
      <Table
        label={words.messages}
        columns={[
          { key: 'at', label: words.auditColumns.at, isSortable: true },
          { key: 'sender', label: words.columns.person, isSortable: true },
          { key: 'room', label: words.roomColumns.name, isSortable: true },
          { key: 'content', label: words.messageColumns.content },
          { key: 'actions', label: words.columns.actions },
        ]}
        sorting={sorting}
        pages={pages}
        isEmpty={rows.length === 0}
        empty={words.noMessages}
      >
        {rows.map((message) => (
          <tr key={message.id}>
            <Cell className="whitespace-nowrap">
              <RelativeTime at={message.created_at} />
            </Cell>
            <Cell className="max-w-44 truncate font-medium">{message.sender.display_name}</Cell>
            <Cell className="max-w-44 truncate">{message.room.name ?? texts.room.kinds.direct}</Cell>
            <Cell className="max-w-120 min-w-60 wrap-anywhere">
              {message.deleted_at === null ? (
                <span className="line-clamp-3">{message.content}</span>
              ) : (
                <em className="text-ink-faint">{texts.conversation.deleted}</em>
              )}
            </Cell>
            <Cell>
              {message.deleted_at === null && message.message_type === 'text' && (
                <Button look="quietDanger" className="h-8 px-2.5" onClick={() => setQuestion(message)}>
                  {texts.room.deleteWord}
                </Button>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
      {question && (
        <ConfirmDialog
          title={words.deleteMessageTitle}
          lead={words.deleteMessageLead}
          action={texts.room.deleteWord}
          busy={remove.isPending}
          error={remove.isError ? describeError(remove.error) : undefined}
          onConfirm={() => remove.mutate(question)}
          onClose={() => setQuestion(undefined)}
        />
      )}
    </div>
  );
}
