import { AtSign, CornerDownLeft, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useChat } from '../../realtime/chat-context.tsx';
import { useRecentRooms } from '../../realtime/recent-rooms.ts';
import { useOpenDirect } from '../../realtime/use-open-direct.ts';
import { usePeopleSearch } from '../../realtime/use-people-search.ts';
import { usePresence, useRoomsByActivity } from '../../realtime/use-rooms.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { describeError } from '../../ui/describe-error.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Entry, rankEntries } from './rank-entries.ts';

type Props = { currentRoom: string | undefined; onOpen(roomId: string): void; onClose(): void };

/** Goes anywhere by a few letters: to a conversation, or to one with a person. The keyboard alone is enough. */
export function SwitcherDialog({ currentRoom, onOpen, onClose }: Props) {
  const { viewer } = useChat();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const rooms = useRoomsByActivity();
  const recent = useRecentRooms((state) => state.ids);
  const { people } = usePeopleSearch(query, viewer.id);
  const openDirect = useOpenDirect(onClose);
  const entries = useMemo(() => rankEntries({ query, rooms, people, recent, currentRoom }), [query, rooms, people, recent, currentRoom]);
  const active = Math.min(chosen, entries.length - 1);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children.item(active)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const go = (entry: Entry | undefined) => {
    if (entry?.kind === 'room') onOpen(entry.id);
    else if (entry && !openDirect.isPending) openDirect.mutate(entry.id);
  };
  const keyDown = (event: KeyboardEvent) => {
    // While a word is being composed (Japanese, say), Enter chooses it.
    if (event.nativeEvent.isComposing) return;
    const to = moves[event.key]?.(active, entries.length);
    if (to !== undefined) {
      event.preventDefault();
      setChosen(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(entries[active]);
    }
  };
  return (
    <Dialog title={texts.switcher.title} isTitleHidden onClose={onClose} className="sm:-mt-[12vh]">
      <div className="-mt-11 me-14 ms-2 flex h-11 items-center ps-3">
        <Search className="size-5 shrink-0 text-ink-faint" aria-hidden="true" />
        <input
          autoFocus
          role="combobox"
          aria-label={texts.switcher.label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder={texts.switcher.placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={keyDown}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="h-full min-w-0 flex-1 bg-transparent px-3 text-lg outline-none placeholder:text-ink-faint"
        />
      </div>
      {openDirect.isError && (
        <div className="px-5 pt-2">
          <Notice>{describeError(openDirect.error)}</Notice>
        </div>
      )}
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={texts.switcher.list}
        className="mt-2 h-88 min-h-0 shrink overflow-y-auto border-t border-line p-2"
      >
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and the keys
          <div
            key={`${entry.kind} ${entry.id}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerMove={() => setChosen(index)}
            onClick={() => go(entry)}
            className={classNames(
              'flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5',
              index === active && 'bg-hover [--ring:var(--hover)]',
            )}
          >
            <EntryRow entry={entry} isActive={index === active} />
          </div>
        ))}
        {entries.length === 0 && <p className="px-4 py-10 text-center text-sm text-ink-faint">{texts.switcher.nothing(query.trim())}</p>}
      </div>
    </Dialog>
  );
}

const moves: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % Math.max(count, 1),
  ArrowUp: (at, count) => (at - 1 + count) % Math.max(count, 1),
  PageDown: (at, count) => Math.min(at + 8, count - 1),
  PageUp: (at) => Math.max(at - 8, 0),
};

function EntryRow({ entry, isActive }: { entry: Entry; isActive: boolean }) {
  const other = entry.kind === 'person' ? entry.person : entry.room.info.other_user;
  const presence = usePresence(other?.id);
  if (entry.kind === 'person') {
    const { person } = entry;
    return (
      <>
        <Avatar id={person.id} name={person.display_name} url={person.avatar_url} size="sm" status={presence.status} />
        <span className="min-w-0 flex-1 truncate text-sm font-medium">
          {person.display_name} <span className="font-normal text-ink-faint">@{person.username}</span>
        </span>
        <span className="shrink-0 text-xs text-ink-faint">{texts.switcher.newDirect}</span>
      </>
    );
  }
  const { room } = entry;
  const { info, unreadCount } = room;
  return (
    <>
      <Avatar
        id={other?.id ?? room.id}
        name={info.name}
        url={info.picture_url ?? other?.avatar_url ?? null}
        kind={room.type === 'direct' ? 'person' : room.type}
        size="sm"
        status={room.type === 'direct' ? presence.status : undefined}
      />
      <span className={classNames('min-w-0 flex-1 truncate text-sm', unreadCount > 0 ? 'font-semibold' : 'font-medium')}>
        {info.name}
        {other && <span className="ms-1.5 font-normal text-ink-faint">@{other.username}</span>}
      </span>
      {info.mention_count > 0 && <AtSign className="size-3.5 shrink-0 text-danger" aria-label={texts.mentions(info.mention_count)} />}
      {unreadCount > 0 && (
        <span className="shrink-0 text-xs font-medium text-accent">
          <span aria-hidden="true">{unreadCount > 99 ? texts.rooms.many : unreadCount}</span>
          <span className="sr-only">{texts.rooms.unread(unreadCount)}</span>
        </span>
      )}
      {isActive && <CornerDownLeft className="size-4 shrink-0 text-ink-faint" aria-hidden="true" />}
    </>
  );
}
