import type { Chat } from '@parley/client';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { useChat } from '../../realtime/chat-context.tsx';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import type { TimelineHandle } from './timeline.tsx';
import type { Row } from './timeline-rows.ts';

/** What lies nearer than this above the first known line is read with all that is between; farther, its surroundings alone. */
const nearLines = 300;
const pageSize = 100;
/** A jump needs one page, or the few that are near. */
const pagesMax = 10;
const shownMs = 2_500;

/** Goes to a message (`?at=seq`, a reply's preview), however far away it is. */
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

  const { id, floor, past } = room;
  useEffect(() => {
    if (wanted === null) return;
    const step = stepTo(wanted, { floor, past });
    if (step !== null) {
      if (pages >= pagesMax) return setWanted(null);
      let current = true;
      takeStep(chat, id, step, wanted).then(
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
  }, [chat, id, floor, past, wanted, pages, rows, timeline]);

  useEffect(() => {
    if (target === null) return;
    const timer = setTimeout(() => setTarget(null), shownMs);
    return () => clearTimeout(timer);
  }, [target]);
  return { target, jumpTo };
}

type Step = 'load' | 'visit' | 'leave';

/**
 * What is to be done before the line can be shown; null once it is there. The first line that is known of an unfinished stretch is not
 * shown (`timelineRows`): one more has to be known.
 */
export function stepTo(wanted: number, { floor, past }: Pick<KnownRoom, 'floor' | 'past'>): Step | null {
  const isIn = (first: number) => first === 0 || wanted > first + 1;
  if (past) {
    if (wanted <= past.top && isIn(past.floor)) return null;
    return isIn(floor) ? 'leave' : 'visit';
  }
  if (isIn(floor)) return null;
  return floor - wanted > nearLines ? 'visit' : 'load';
}

async function takeStep(chat: Chat, roomId: string, step: Step, wanted: number): Promise<void> {
  if (step === 'load') await chat.loadOlder(roomId, pageSize);
  else if (step === 'visit') await chat.visit(roomId, wanted);
  else chat.leavePast(roomId);
}
