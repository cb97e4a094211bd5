import type { Profile } from '@parley/contracts';
import { Bell, BellOff, CheckCheck, Clock, History, Link, Lock, Pencil, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { muteChoices, useMute } from '../../realtime/use-mute.ts';
import { type KnownRoom, usePresence } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { describePresence } from '../../ui/describe-presence.ts';
import { Menu, MenuItem, MenuSection } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { momentToCome } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { describeSpan } from './describe-span.ts';

type Props = { room: KnownRoom; onEdit(): void; onInvite(): void; onShowProfile(person: Profile): void };

const tile =
  'flex h-14 min-w-0 flex-1 cursor-pointer flex-col items-center justify-center gap-1 rounded-lg border border-line bg-surface px-1 text-xs font-medium text-ink-soft hover:bg-hover hover:text-ink';

/** Name, picture, what it is about, how it is set, and the three things that are done most. */
export function RoomSummaryCard({ room, onEdit, onInvite, onShowProfile }: Props) {
  const { info } = room;
  const isDirect = room.type === 'direct';
  const mayEdit = !isDirect && info.role !== 'member';
  const other = info.other_user;
  const mute = useMute(room.id);
  return (
    <div className="flex flex-col items-center border-b border-line px-4 pt-5 pb-4 text-center">
      <Avatar
        id={other?.id ?? room.id}
        name={info.name}
        url={info.picture_url ?? other?.avatar_url ?? null}
        kind={room.type === 'direct' ? 'person' : room.type}
        size="2xl"
      />
      <p className="mt-3 max-w-full text-lg font-semibold tracking-tight break-words">{info.name}</p>
      <p className="text-xs text-ink-faint">
        {other ? (
          <OtherPresence userId={other.id} />
        ) : (
          `${texts.room.kinds[room.type]}${info.slug === null ? '' : ` · #${info.slug}`} · ${texts.conversation.members(info.member_count)}`
        )}
      </p>
      {info.description && <p className="mt-3 max-w-full text-sm break-words whitespace-pre-line text-ink-soft">{info.description}</p>}
      <div className="mt-4 flex w-full gap-2">
        {other && (
          <button type="button" className={tile} onClick={() => onShowProfile(other)}>
            <UserRound className="size-4.5" aria-hidden="true" />
            {texts.room.viewProfile}
          </button>
        )}
        {info.muted ? (
          <button type="button" className={tile} disabled={mute.isPending} onClick={() => mute.mutate('unmute')}>
            <Bell className="size-4.5" aria-hidden="true" />
            {texts.room.unmute}
          </button>
        ) : (
          <div className="flex min-w-0 flex-1">
            <Menu
              label={texts.room.muteFor}
              isNamedByTrigger
              triggerClassName={`${tile} w-full`}
              trigger={
                <>
                  <BellOff className="size-4.5" aria-hidden="true" />
                  {texts.room.mute}
                </>
              }
            >
              <MenuSection title={texts.room.muteFor}>
                {muteChoices.map((choice) => (
                  <MenuItem key={choice} onAction={() => mute.mutate(choice)}>
                    {texts.room.muteChoices[choice]}
                  </MenuItem>
                ))}
              </MenuSection>
            </Menu>
          </div>
        )}
        {mayEdit && (
          <>
            <button type="button" className={tile} onClick={onInvite}>
              <Link className="size-4.5" aria-hidden="true" />
              {texts.room.invite}
            </button>
            <button type="button" className={tile} onClick={onEdit}>
              <Pencil className="size-4.5" aria-hidden="true" />
              {texts.room.edit}
            </button>
          </>
        )}
      </div>
      {mute.isError && (
        <div className="mt-3 w-full text-start">
          <Notice>{describeError(mute.error)}</Notice>
        </div>
      )}
      <Facts room={room} />
    </div>
  );
}

function OtherPresence({ userId }: { userId: string }) {
  return describePresence(usePresence(userId), useNow());
}

/** How the room is set, where that is not as usual. */
function Facts({ room: { info, isWritable } }: { room: KnownRoom }) {
  const now = useNow();
  const until = info.muted_until;
  return (
    <ul className="mt-1 w-full space-y-1 text-start text-xs text-ink-soft empty:hidden">
      {!isWritable && <Fact icon={<Lock />}>{texts.room.closedLead}</Fact>}
      {info.muted && (
        <Fact icon={<BellOff />}>
          {until === null ? texts.room.mutedForGood : texts.room.mutedUntil(momentToCome(new Date(until), now))}
        </Fact>
      )}
      {info.slow_mode_seconds > 0 && <Fact icon={<Clock />}>{texts.room.slowModeOn(describeSpan(info.slow_mode_seconds))}</Fact>}
      {info.history_visibility === 'joined' && <Fact icon={<History />}>{texts.room.historyJoined}</Fact>}
      {info.shows_receipts && <Fact icon={<CheckCheck />}>{texts.room.receiptsOn}</Fact>}
    </ul>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: string }) {
  return (
    <li className="flex items-start gap-2 pt-2">
      <span className="mt-0.5 flex shrink-0 text-ink-faint *:size-3.5" aria-hidden="true">
        {icon}
      </span>
      {children}
    </li>
  );
}
