import '../../texts/member-texts.ts';
import { isRetryable, ParleyError } from '@parley/client';
import type { InvitePreview } from '@parley/contracts';
import { QueryClient, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query';
import { CloudOff, Ticket } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { useSession } from '../../realtime/use-session.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';

/** Where an invitation's link leads. Strangers log in first and come back here. */
export function InvitePage() {
  const { code = '' } = useParams();
  const session = useSession();
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }));
  return (
    <div className="auth-backdrop flex min-h-full flex-col">
      <main className="mx-auto flex w-full max-w-104 flex-1 flex-col justify-center px-4 py-8">
        <Link to="/chat" className="mb-7 flex items-center gap-2.5 self-start">
          <Logo className="size-9" />
          <span className="text-lg font-semibold tracking-tight">{texts.product}</span>
        </Link>
        <div className="rounded-xl border border-line bg-surface px-5 py-7 text-center shadow-raised sm:px-8">
          {session.status === 'signed_in' ? (
            <QueryClientProvider client={queries}>
              <Invitation code={code} />
            </QueryClientProvider>
          ) : (
            <ForStrangers code={code} />
          )}
        </div>
      </main>
    </div>
  );
}

const asButton = 'inline-flex h-11 items-center justify-center rounded-md px-4 text-sm font-semibold';

function ForStrangers({ code }: { code: string }) {
  const way = { from: `/invite/${encodeURIComponent(code)}` };
  return (
    <>
      <div className="mx-auto mb-4 flex size-14 items-center justify-center rounded-xl bg-accent-soft text-on-accent-soft">
        <Ticket className="size-6" aria-hidden="true" />
      </div>
      <h1 className="text-xl font-semibold tracking-tight">{texts.invites.pageTitle}</h1>
      <p className="mt-1 text-sm text-balance text-ink-soft">{texts.invites.strangerLead}</p>
      <div className="mt-6 flex flex-col gap-2">
        <Link to="/register" state={way} className={`${asButton} bg-accent text-on-accent hover:bg-accent-strong`}>
          {texts.account.register}
        </Link>
        <Link to="/login" state={way} className={`${asButton} border border-line-strong hover:bg-hover`}>
          {texts.account.login}
        </Link>
      </div>
    </>
  );
}

function Invitation({ code }: { code: string }) {
  const preview = useQuery({
    queryKey: ['invite', code],
    queryFn: () => parley.invites.preview(code),
    retry: (count, error) => count < 1 && isRetryable(error),
  });
  if (preview.data) return <Preview preview={preview.data} />;
  if (!preview.isError) {
    return (
      <Loading className="flex flex-col items-center gap-3">
        <Skeleton className="size-16 rounded-xl" />
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-3.5 w-56" />
        <Skeleton className="mt-3 h-11 w-full" />
      </Loading>
    );
  }
  return isRetryable(preview.error) ? (
    <EmptyState
      isPage
      className="px-0 py-2"
      icon={<CloudOff className="size-6" />}
      title={texts.invites.failedTitle}
      lead={describeError(preview.error)}
      action={
        <Button busy={preview.isFetching} onClick={() => void preview.refetch()}>
          {texts.common.retry}
        </Button>
      }
    />
  ) : (
    <Invalid />
  );
}

function Invalid() {
  return (
    <EmptyState
      isPage
      className="px-0 py-2"
      icon={<Ticket className="size-6" />}
      title={texts.invites.invalidTitle}
      lead={texts.invites.invalidLead}
      action={
        <Link to="/chat" className="font-semibold text-accent hover:underline">
          {texts.errors.home}
        </Link>
      }
    />
  );
}

function Preview({ preview: { code, room, inviter, is_member: isMember } }: { preview: InvitePreview }) {
  const navigate = useNavigate();
  const accept = useMutation({
    mutationFn: async () => {
      if (isMember) return;
      try {
        await parley.invites.accept(code);
      } catch (error) {
        if (!(error instanceof ParleyError && error.code === 'already_member')) throw error;
      }
    },
    onSuccess: () => navigate(`/chat/${room.id}`, { replace: true }),
  });
  if (accept.error instanceof ParleyError && accept.error.code === 'invite_invalid') return <Invalid />;
  const isFull = accept.error instanceof ParleyError && accept.error.code === 'limit_reached';
  return (
    <>
      <p className="mb-5 flex items-center justify-center gap-2 text-sm text-ink-soft">
        <Avatar id={inviter.id} name={inviter.display_name} url={inviter.avatar_url} size="xs" />
        <span className="min-w-0 truncate">{texts.invites.from(inviter.display_name)}</span>
      </p>
      <Avatar id={room.id} name={room.name} url={room.picture_url} kind={room.type === 'channel' ? 'channel' : 'group'} size="xl" />
      <h1 className="mt-3 text-xl font-semibold tracking-tight break-words">{room.name}</h1>
      <p className="text-sm text-ink-faint">{texts.conversation.members(room.member_count)}</p>
      {room.description && <p className="mt-3 line-clamp-4 text-sm break-words whitespace-pre-line text-ink-soft">{room.description}</p>}
      {isMember && <p className="mt-4 text-sm text-ink-soft">{texts.invites.already}</p>}
      {accept.isError && (
        <div className="mt-4 text-start">
          <Notice>{isFull ? texts.discover.full : describeError(accept.error)}</Notice>
        </div>
      )}
      <Button className="mt-6 h-11 w-full" busy={accept.isPending} onClick={() => accept.mutate()}>
        {isMember ? texts.invites.open : texts.invites.join}
      </Button>
    </>
  );
}
