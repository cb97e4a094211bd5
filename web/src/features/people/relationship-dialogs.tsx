import type { Profile } from '@parley/contracts';
import { describeRelationshipError } from '../../realtime/describe-relationship-error.ts';
import { parley } from '../../realtime/parley.ts';
import { useRelationshipAction } from '../../realtime/use-relationships.ts';
import { texts } from '../../texts/texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

export function BlockDialog({ person, onClose }: { person: Profile; onClose(): void }) {
  const block = useRelationshipAction((id: string) => parley.friends.block(id), onClose);
  return (
    <ConfirmDialog
      title={texts.friends.blockTitle(person.display_name)}
      lead={texts.friends.blockLead}
      action={texts.friends.block}
      busy={block.isPending}
      error={block.isError ? describeRelationshipError(block.error) : undefined}
      onConfirm={() => block.mutate(person.id)}
      onClose={onClose}
    />
  );
}

export function RemoveFriendDialog({ person, onClose }: { person: Profile; onClose(): void }) {
  const remove = useRelationshipAction((id: string) => parley.friends.remove(id), onClose);
  return (
    <ConfirmDialog
      title={texts.friends.removeTitle(person.display_name)}
      lead={texts.friends.removeLead}
      action={texts.friends.removeShort}
      busy={remove.isPending}
      error={remove.isError ? describeRelationshipError(remove.error) : undefined}
      onConfirm={() => remove.mutate(person.id)}
      onClose={onClose}
    />
  );
}
