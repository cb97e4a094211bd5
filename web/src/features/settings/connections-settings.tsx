import { ParleyError } from '@parley/client';
import type { ProviderProblem } from '@parley/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageSection } from '../../ui/page-layout.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { sinceText } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

const queryKey = ['connections'];
const here = '/settings/connections';

type Connection = { id: string; name: string; linkedAt: string | null; isOffered: boolean };

/** What the server offers, and what is connected: one that is offered no more can still be taken away. */
async function readConnections(): Promise<Connection[]> {
  const [offered, linked] = await Promise.all([parley.identities.providers(), parley.identities.list()]);
  const linkedAt = new Map<string, string>(linked.items.map((one) => [one.provider, one.linked_at]));
  const offeredIds = new Set<string>(offered.items.map(({ id }) => id));
  return [
    ...offered.items.map(({ id, name }) => ({ id, name, linkedAt: linkedAt.get(id) ?? null, isOffered: true })),
    ...linked.items
      .filter(({ provider }) => !offeredIds.has(provider))
      .map(({ provider, name, linked_at }) => ({ id: provider, name, linkedAt: linked_at, isOffered: false })),
  ];
}

/** Other services that open this account. Connecting one leads there and back. */
export function ConnectionsSettings() {
  const now = useNow();
  const problem = useProblem();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Connection>();
  const connections = useQuery({ queryKey, queryFn: readConnections });
  const connect = useMutation({
    mutationFn: (provider: string) => parley.identities.link(provider, { return_to: here }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const disconnect = useMutation({
    mutationFn: (provider: string) => parley.identities.unlink(provider),
    onSuccess: () => setAsking(undefined),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  const isLastWay = disconnect.error instanceof ParleyError && disconnect.error.code === 'conflict';
  return (
    <PageSection title={texts.settingsPages.connections.title} lead={texts.connections.lead}>
      {(problem ?? connect.error) && (
        <div className="mb-3">
          <Notice>{connect.error ? describeError(connect.error) : problem}</Notice>
        </div>
      )}
      {connections.data ? (
        connections.data.length === 0 ? (
          <EmptyState icon={<KeyRound className="size-6" />} title={texts.connections.none} lead={texts.connections.noneLead} />
        ) : (
          <ul className="divide-y divide-line">
            {connections.data.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-3 py-3">
                <p className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{one.name}</span>
                  {one.linkedAt !== null && (
                    <span className="block text-sm text-ink-faint">
                      {texts.connections.connected(sinceText(new Date(one.linkedAt), now))}
                      {!one.isOffered && ` ${texts.connections.gone}`}
                    </span>
                  )}
                </p>
                {one.linkedAt === null ? (
                  <Button
                    look="secondary"
                    aria-label={texts.connections.connectNamed(one.name)}
                    busy={connect.isPending && connect.variables === one.id}
                    onClick={() => connect.mutate(one.id)}
                  >
                    {texts.connections.connect}
                  </Button>
                ) : (
                  <Button look="quietDanger" aria-label={texts.connections.disconnectNamed(one.name)} onClick={() => setAsking(one)}>
                    {texts.connections.disconnect}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )
      ) : connections.isError ? (
        <EmptyState
          title={texts.connections.failed}
          action={
            <Button look="secondary" busy={connections.isFetching} onClick={() => void connections.refetch()}>
              {texts.common.retry}
            </Button>
          }
        />
      ) : (
        <RowsSkeleton rows={2} />
      )}
      {asking && (
        <ConfirmDialog
          title={texts.connections.disconnectTitle(asking.name)}
          lead={texts.connections.disconnectLead}
          action={texts.connections.disconnect}
          busy={disconnect.isPending}
          error={disconnect.isError ? (isLastWay ? texts.connections.lastWay : describeError(disconnect.error)) : undefined}
          onConfirm={() => disconnect.mutate(asking.id)}
          onClose={() => {
            setAsking(undefined);
            disconnect.reset();
          }}
        />
      )}
    </PageSection>
  );
}

/** Why somebody came back without having connected anything. */
function useProblem(): string | undefined {
  const [parameters] = useSearchParams();
  const problem = parameters.get('problem');
  const sentences: Partial<Record<string, string>> = texts.account.providers.problems satisfies Record<ProviderProblem, string>;
  if (problem === null) return undefined;
  return Object.hasOwn(sentences, problem) ? sentences[problem] : texts.account.providers.problems.failed;
}
