import { ParleyError } from '@parley/client';
import type { Invite } from '@parley/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Copy, Link2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { parley } from '../../realtime/parley.ts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RowsSkeleton } from '../../ui/rows-skeleton.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { momentToCome } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { type Expiry, expiries, inviteLink, inviteTerms, type Usage, usages } from './invite-terms.ts';

const copiedShownMs = 2_000;

/** The links by which people come into a room: make one, copy it, take it back. */
export function InvitesDialog({ room, onClose }: { room: KnownRoom; onClose(): void }) {
  const queries = useQueryClient();
  const queryKey = ['invites', room.id];
  const invites = useQuery({ queryKey, queryFn: () => parley.invites.list(room.id) });
  const [expiry, setExpiry] = useState<Expiry>('week');
  const [usage, setUsage] = useState<Usage>('any');
  const reread = () => queries.invalidateQueries({ queryKey });
  const create = useMutation({ mutationFn: () => parley.invites.create(room.id, inviteTerms(expiry, usage)), onSuccess: reread });
  const revoke = useMutation({ mutationFn: (code: string) => parley.invites.revoke(code), onSettled: reread });
  const error = create.error ?? revoke.error;
  return (
    <Dialog title={texts.invites.title} lead={texts.invites.lead(room.info.name)} onClose={onClose}>
      <div className="overflow-y-auto pb-4">
        <div className="grid gap-3 px-5 pt-3 sm:grid-cols-2">
          <SelectField
            label={texts.invites.expires}
            value={expiry}
            options={expiries.map((value) => ({ value, label: texts.invites.expiryChoices[value] }))}
            onChange={setExpiry}
          />
          <SelectField
            label={texts.invites.uses}
            value={usage}
            options={usages.map((value) => ({ value, label: texts.invites.usesChoices[value] }))}
            onChange={setUsage}
          />
          <Button className="sm:col-span-2" busy={create.isPending} onClick={() => create.mutate()}>
            <Link2 className="size-4" aria-hidden="true" />
            {texts.invites.create}
          </Button>
        </div>
        {error && (
          <div className="mx-5 mt-3">
            <Notice>{describeInviteError(error)}</Notice>
          </div>
        )}
        <h3 className="px-5 pt-5 pb-1 text-sm font-semibold">{texts.invites.active}</h3>
        {invites.data ? (
          invites.data.items.length === 0 ? (
            <p className="px-5 py-3 text-sm text-ink-faint">{texts.invites.noneLead}</p>
          ) : (
            <ul className="px-3">
              {invites.data.items.map((invite) => (
                <InviteRow key={invite.code} invite={invite} onRevoke={() => revoke.mutate(invite.code)} />
              ))}
            </ul>
          )
        ) : invites.isError ? (
          <EmptyState
            title={texts.invites.failed}
            action={
              <Button look="secondary" onClick={() => void invites.refetch()}>
                {texts.common.retry}
              </Button>
            }
          />
        ) : (
          <RowsSkeleton rows={2} className="px-3" />
        )}
      </div>
    </Dialog>
  );
}

function InviteRow({ invite, onRevoke }: { invite: Invite; onRevoke(): void }) {
  const now = useNow();
  const [isCopied, setIsCopied] = useState(false);
  const link = inviteLink(window.location.origin, invite.code);
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    setIsCopied(true);
    announce(texts.invites.copied);
    setTimeout(() => setIsCopied(false), copiedShownMs);
  };
  return (
    <li className="flex items-center gap-1 rounded-md px-2 py-1.5 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <input
          readOnly
          value={link}
          aria-label={texts.invites.title}
          onFocus={(event) => event.target.select()}
          className="w-full truncate bg-transparent text-sm font-medium outline-offset-2"
        />
        <p className="truncate text-xs text-ink-faint">
          {[
            texts.invites.used(invite.uses, invite.max_uses),
            invite.expires_at === null ? texts.invites.forever : texts.invites.until(momentToCome(new Date(invite.expires_at), now)),
            texts.invites.by(invite.created_by.display_name),
          ].join(' · ')}
        </p>
      </div>
      <IconButton
        label={isCopied ? texts.invites.copied : texts.invites.copy}
        icon={isCopied ? Check : Copy}
        onClick={() => void copy().catch(() => undefined)}
      />
      <IconButton label={texts.invites.revoke} icon={Trash2} className="hover:text-danger" onClick={onRevoke} />
    </li>
  );
}

function describeInviteError(error: unknown): string {
  return error instanceof ParleyError && error.code === 'limit_reached' ? texts.invites.limit : describeError(error);
}
