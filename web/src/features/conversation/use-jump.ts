import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import type { TimelineHandle } from './timeline.tsx';
import type { Row } from './timeline-rows.ts';

/** As far back as a jump reads: 200 pages of 100. */
const pagesMax = 200;
const pageSize = 100;
const shownMs = 2_500;

/** Goes to a message (`?at=seq`, a reply's preview), reading what lies between first. */
export function useJump(room: KnownRoom, rows: readonly Row[], timeline: RefObject<TimelineHandle | null>) {
  const { chat } = useChat();
  const [parameters] = useSearchParams();
  const at = Number(parameters.get('at') ?? 0);
  // The same place asked for once more is another visit of the same address.
  const { key } = useLocation();
  const [wanted, setWanted] = useState<number | null>(at > 0 ? at : null);
  const [target, setTarget] = useState<number | null>(null);
  const [pages, setPages] = useState(0);
  const jumpTo = useCallback((seq: number) => {
    setPages(0);
    setWanted(seq);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every visit counts
  useEffect(() => {
    if (at > 0) jumpTo(at);
  }, [at, key, jumpTo]);

  useEffect(() => {
    if (wanted === null) return;
    if (room.floor >= wanted - 1 && room.floor > 0) {
      if (pages >= pagesMax) return setWanted(null);
      let current = true;
      chat.loadOlder(room.id, pageSize).then(
        () => current && setPages(pages + 1),
        () => current && setWanted(null),
      );
      return () => {
        current = false;
      };
    }
    const index = rows.findIndex((row) => (row.kind === 'message' || row.kind === 'notice') && row.seq === wanted);
    setWanted(null);
    if (index < 0) return;
    // After the rows that were just loaded have been laid out.
    requestAnimationFrame(() => timeline.current?.toRow(index));
    setTarget(wanted);
  }, [chat, room.id, room.floor, wanted, pages, rows, timeline]);

  useEffect(() => {
    if (target === null) return;
    const timer = setTimeout(() => setTarget(null), shownMs);
    return () => clearTimeout(timer);
  }, [target]);
  return { target, jumpTo };
}
