import { useMemo } from 'react';
import { describeRelationshipError } from '../../realtime/describe-relationship-error.ts';
import { parley } from '../../realtime/parley.ts';
import { useRelationshipAction, useRelationships } from '../../realtime/use-relationships.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PeoplePicker } from './people-picker.tsx';

/** One person, one click: they are asked. */
export function AddFriendDialog({ onClose }: { onClose(): void }) {
  const relationships = useRelationships();
  const request = useRelationshipAction(
    (id: string) => parley.friends.request(id),
    () => {
      announce(texts.profile.requested);
      onClose();
    },
  );
  const present = useMemo(() => {
    const { friends = [], requests = [] } = relationships.data ?? {};
    return new Set<string>([
      ...friends.map(({ id }) => id),
      ...requests.filter((one) => one.direction === 'outgoing').map(({ user }) => user.id),
    ]);
  }, [relationships.data]);
  return (
    <Dialog title={texts.friends.addTitle} lead={texts.friends.addLead} onClose={onClose}>
      <div className="h-3" />
      {request.isError && (
        <div className="mx-5 mb-3">
          <Notice>{describeRelationshipError(request.error)}</Notice>
        </div>
      )}
      <PeoplePicker
        mode="single"
        chosen={[]}
        present={present}
        onChange={([person]) => {
          if (!person || request.isPending) return;
          request.mutate(person.id);
        }}
      />
    </Dialog>
  );
}
