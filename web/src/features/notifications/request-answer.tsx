import type { Notification } from '@parley/contracts';
import { describeRelationshipError } from '../../realtime/describe-relationship-error.ts';
import { parley } from '../../realtime/parley.ts';
import { useRelationshipAction } from '../../realtime/use-relationships.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';

/** Yes or no, where the request is told. An answered one is withdrawn by the server. */
export function RequestAnswer({ requestId, notification }: { requestId: string; notification: Notification }) {
  const accept = useRelationshipAction((id: string) => parley.friends.accept(id));
  const decline = useRelationshipAction((id: string) => parley.friends.decline(id));
  const name = notification.actor?.display_name ?? texts.notices.somebody;
  const error = accept.error ?? decline.error;
  return (
    <>
      <Button
        className="h-9 px-3"
        aria-label={texts.friends.named(texts.friends.accept, name)}
        busy={accept.isPending}
        onClick={() => accept.mutate(requestId)}
      >
        {texts.friends.accept}
      </Button>
      <Button
        look="secondary"
        className="h-9 px-3"
        aria-label={texts.friends.named(texts.friends.decline, name)}
        busy={decline.isPending}
        onClick={() => decline.mutate(requestId)}
      >
        {texts.friends.decline}
      </Button>
      {error && (
        <p role="alert" className="w-full text-xs text-danger">
          {describeRelationshipError(error)}
        </p>
      )}
    </>
  );
}
