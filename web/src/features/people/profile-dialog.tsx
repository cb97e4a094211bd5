import type { Profile } from '@parley/contracts';
import { useQuery } from '@tanstack/react-query';
import { Ban, Check, MessageCircle, UserPlus } from 'lucide-react';
import { useChat } from '../../realtime/chat-context.tsx';
import { describeRelationshipError } from '../../realtime/describe-relationship-error.ts';
import { parley } from '../../realtime/parley.ts';
import { standingOf } from '../../realtime/relationships.ts';
import { useOpenDirect } from '../../realtime/use-open-direct.ts';
import { useRelationshipAction, useRelationships } from '../../realtime/use-relationships.ts';
import { usePresence } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { describePresence } from '../../ui/describe-presence.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { monthAndYear } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

/** Somebody's card: who they are, whether they are there, and what one may do. */
export function ProfileDialog({ person, onBlock, onClose }: { person: Profile; onBlock(): void; onClose(): void }) {
  const { viewer } = useChat();
  const presence = usePresence(person.id);
  const now = useNow();
  const isViewer = person.id === viewer.id;
  const profile = useQuery({ queryKey: ['profile', person.id], queryFn: () => parley.users.get(person.id), staleTime: 30_000 });
  const shown = profile.data ?? person;
  return (
    <Dialog title={texts.profile.title(shown.display_name)} isTitleHidden onClose={onClose}>
      <div className="flex flex-col items-center overflow-y-auto px-5 pt-1 pb-6 text-center [--ring:var(--raised)]">
        <Avatar id={shown.id} name={shown.display_name} url={shown.avatar_url} size="2xl" status={isViewer ? undefined : presence.status} />
        <p className="mt-3 max-w-full text-xl font-semibold tracking-tight break-words">{shown.display_name}</p>
        <p className="text-sm text-ink-soft">@{shown.username}</p>
        <p className="mt-1 text-sm text-ink-faint">{isViewer ? texts.profile.thisIsYou : describePresence(presence, now)}</p>
        {profile.data?.status_text && (
          <p className="mt-3 max-w-full rounded-full bg-sunken px-3.5 py-1.5 text-sm break-words">{profile.data.status_text}</p>
        )}
        {profile.isPending && <Skeleton className="mt-4 h-3.5 w-48" />}
        {profile.data?.bio && <p className="mt-4 max-w-80 text-sm whitespace-pre-line text-ink-soft">{profile.data.bio}</p>}
        {profile.data && (
          <p className="mt-3 text-xs text-ink-faint">{texts.profile.member(monthAndYear(new Date(profile.data.created_at)))}</p>
        )}
        {profile.isError && <p className="mt-4 text-sm text-ink-faint">{texts.profile.failed}</p>}
        {!isViewer && <ProfileActions person={shown} onBlock={onBlock} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function ProfileActions({ person, onBlock, onClose }: { person: Profile; onBlock(): void; onClose(): void }) {
  const relationships = useRelationships();
  const openDirect = useOpenDirect(onClose);
  const request = useRelationshipAction((id: string) => parley.friends.request(id));
  const accept = useRelationshipAction((id: string) => parley.friends.accept(id));
  const unblock = useRelationshipAction((id: string) => parley.friends.unblock(id));
  const error = openDirect.error ?? request.error ?? accept.error ?? unblock.error;
  const standing = relationships.data && standingOf(relationships.data, person.id);
  const isBlocked = standing?.kind === 'blocked';
  return (
    <div className="mt-5 flex w-full max-w-80 flex-col gap-2">
      {error && <Notice>{describeRelationshipError(error)}</Notice>}
      {isBlocked && <p className="pb-1 text-sm text-ink-soft">{texts.profile.isBlocked}</p>}
      {!isBlocked && (
        <Button busy={openDirect.isPending} onClick={() => openDirect.mutate(person.id)}>
          <MessageCircle className="size-4" aria-hidden="true" />
          {texts.profile.message}
        </Button>
      )}
      {standing?.kind === 'none' && (
        <Button look="secondary" busy={request.isPending} onClick={() => request.mutate(person.id)}>
          <UserPlus className="size-4" aria-hidden="true" />
          {texts.profile.addFriend}
        </Button>
      )}
      {standing?.kind === 'incoming' && (
        <Button look="secondary" busy={accept.isPending} onClick={() => accept.mutate(standing.requestId)}>
          <Check className="size-4" aria-hidden="true" />
          {texts.profile.accept}
        </Button>
      )}
      {(standing?.kind === 'outgoing' || standing?.kind === 'friends') && (
        <p className="flex h-10 items-center justify-center gap-2 text-sm font-medium text-ink-soft">
          <Check className="size-4 text-accent" aria-hidden="true" />
          {standing.kind === 'friends' ? texts.profile.friends : texts.profile.requested}
        </p>
      )}
      {standing &&
        (isBlocked ? (
          <Button look="secondary" busy={unblock.isPending} onClick={() => unblock.mutate(person.id)}>
            {texts.friends.unblock}
          </Button>
        ) : (
          <Button look="quietDanger" onClick={onBlock}>
            <Ban className="size-4" aria-hidden="true" />
            {texts.friends.block}
          </Button>
        ))}
    </div>
  );
}
