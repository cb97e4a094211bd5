import type { History, LogEvent } from '@parley/contracts';
import { changeTimeline } from './change-timeline.ts';
import { currentEntries, floorOf } from './entries-of-page.ts';
import type { RoomState, TimelineEntry } from './room-state.ts';

/**
 * What an event changes in the past that is looked at; `past` is changed in place. New lines belong to the timeline, not here; an answer
 * that is deleted may be in either.
 */
export function changePast(
  past: TimelineEntry[],
  event: LogEvent,
  { viewerId, timeline }: { viewerId: string; timeline: readonly TimelineEntry[] },
): void {
  const known = event.type === 'message.deleted' ? [...past, ...timeline] : past;
  changeTimeline(past, event, { viewerId, known });
}

/** The surroundings of a place, from a page `around` it: what was looked at of the past before is left. */
export function applyAround(state: RoomState, place: number, page: History): RoomState {
  if (page.head < state.recentFloor) return state;
  const timeline = currentEntries(state, page, state.timeline);
  const top = Math.max(place, timeline.at(-1)?.seq ?? 0);
  return meet({ ...state, past: { floor: floorOf(page), top, timeline } });
}

/** A page that ends where the past begins (`before` = its floor + 1). Any other changes nothing. */
export function applyOlderPast(state: RoomState, before: number, page: History): RoomState {
  const { past } = state;
  if (past === null || before !== past.floor + 1 || page.head < state.recentFloor) return state;
  const older = currentEntries(state, page, [...past.timeline, ...state.timeline]);
  return { ...state, past: { ...past, floor: floorOf(page), timeline: [...older, ...past.timeline] } };
}

/** A page that goes on where the past ends (`after` = its top). Any other changes nothing. */
export function applyNewerPast(state: RoomState, after: number, page: History): RoomState {
  const { past } = state;
  if (past === null || after !== past.top || page.head < state.recentFloor) return state;
  const newer = currentEntries(state, page, [...past.timeline, ...state.timeline]);
  const top = page.has_more ? (newer.at(-1)?.seq ?? after) : page.head;
  return meet({ ...state, past: { ...past, top, timeline: [...past.timeline, ...newer] } });
}

export function leavePast(state: RoomState): RoomState {
  return state.past === null ? state : { ...state, past: null };
}

/** Past and timeline become one where they meet. */
export function meet(state: RoomState): RoomState {
  const { past } = state;
  if (past === null || past.top < state.floor) return state;
  if (past.floor >= state.floor) return { ...state, past: null };
  const before = past.timeline.filter(({ seq }) => seq <= state.floor);
  return { ...state, past: null, floor: past.floor, timeline: [...before, ...state.timeline] };
}
