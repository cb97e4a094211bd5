import type { FriendRequest, Profile } from '@parley/contracts';
import { Inbox } from 'lucide-react';
import { describeRelationshipError } from '../../realtime/describe-relationship-error.ts';
import { parley } from '../../realtime/parley.ts';
import { useRelationshipAction } from '../../realtime/use-relationships.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { sinceText } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { PeopleSection, PersonRow } from './person-row.tsx';

type Props = { requests: readonly FriendRequest[]; onShowProfile(person: Profile): void };

export function RequestList({ requests, onShowProfile }: Props) {
  const now = useNow();
  const accept = useRelationshipAction((id: string) => parley.friends.accept(id));
  const decline = useRelationshipAction((id: string) => parley.friends.decline(id));
  const withdraw = useRelationshipAction((id: string) => parley.friends.withdraw(id));
  const error = accept.error ?? decline.error ?? withdraw.error;
  if (requests.length === 0 && !error) {
    return <EmptyState icon={<Inbox className="size-6" />} title={texts.friends.noRequests} lead={texts.friends.noRequestsLead} />;
  }
  const incoming = requests.filter((request) => request.direction === 'incoming');
  const outgoing = requests.filter((request) => request.direction === 'outgoing');
  const noteOf = (request: FriendRequest) => texts.friends.asked(sinceText(new Date(request.created_at), now));
  return (
    <>
      {error && (
        <div className="mb-3">
          <Notice>{describeRelationshipError(error)}</Notice>
        </div>
      )}
      {incoming.length > 0 && (
        <PeopleSection title={texts.friends.incoming(incoming.length)}>
          {incoming.map((request) => (
            <PersonRow key={request.id} person={request.user} note={noteOf(request)} onShowProfile={() => onShowProfile(request.user)}>
              <Button
                look="quiet"
                className="h-9 px-3"
                aria-label={texts.friends.named(texts.friends.decline, request.user.display_name)}
                busy={decline.isPending && decline.variables === request.id}
                onClick={() => decline.mutate(request.id)}
              >
                {texts.friends.decline}
              </Button>
              <Button
                className="h-9 px-3"
                aria-label={texts.friends.named(texts.friends.accept, request.user.display_name)}
                busy={accept.isPending && accept.variables === request.id}
                onClick={() => accept.mutate(request.id)}
              >
                {texts.friends.accept}
              </Button>
            </PersonRow>
          ))}
        </PeopleSection>
      )}
      {outgoing.length > 0 && (
        <PeopleSection title={texts.friends.outgoing(outgoing.length)}>
          {outgoing.map((request) => (
            <PersonRow key={request.id} person={request.user} note={noteOf(request)} onShowProfile={() => onShowProfile(request.user)}>
              <Button
                look="secondary"
                className="h-9 px-3"
                aria-label={texts.friends.named(texts.friends.withdraw, request.user.display_name)}
                busy={withdraw.isPending && withdraw.variables === request.id}
                onClick={() => withdraw.mutate(request.id)}
              >
                {texts.friends.withdraw}
              </Button>
            </PersonRow>
          ))}
        </PeopleSection>
      )}
    </>
  );
}
