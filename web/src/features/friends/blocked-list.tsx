import type { Block } from '@parley/contracts';
import { ShieldCheck } from 'lucide-react';
import { describeRelationshipError } from '../../realtime/describe-relationship-error.ts';
import { parley } from '../../realtime/parley.ts';
import { useRelationshipAction } from '../../realtime/use-relationships.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { sinceText } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { PersonRow } from './person-row.tsx';

export function BlockedList({ blocks }: { blocks: readonly Block[] }) {
  const now = useNow();
  const unblock = useRelationshipAction((id: string) => parley.friends.unblock(id));
  if (blocks.length === 0) {
    return <EmptyState icon={<ShieldCheck className="size-6" />} title={texts.friends.noBlocked} lead={texts.friends.noBlockedLead} />;
  }
  return (
    <>
      {unblock.isError && (
        <div className="mb-3">
          <Notice>{describeRelationshipError(unblock.error)}</Notice>
        </div>
      )}
      <ul aria-label={texts.friends.tabs.blocked}>
        {blocks.map(({ user, blocked_at }) => (
          <PersonRow key={user.id} person={user} note={texts.friends.blockedSince(sinceText(new Date(blocked_at), now))}>
            <Button
              look="secondary"
              className="h-9 px-3"
              aria-label={texts.friends.named(texts.friends.unblock, user.display_name)}
              busy={unblock.isPending && unblock.variables === user.id}
              onClick={() => unblock.mutate(user.id)}
            >
              {texts.friends.unblock}
            </Button>
          </PersonRow>
        ))}
      </ul>
    </>
  );
}
