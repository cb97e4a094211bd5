import type { LoadResult } from './offered-load.ts';
import type { BackupResult } from './scenarios/backup.ts';
import type { IdleResult } from './scenarios/idle-connections.ts';
import type { ManyRoomsComparison } from './scenarios/many-rooms.ts';
import type { OneRoomResult } from './scenarios/one-room.ts';
import type { ReadingResult } from './scenarios/reading.ts';
import type { ReconnectResult } from './scenarios/reconnect.ts';

/** What this run has measured; a part that was left out is judged by nobody. */
export type Measured = {
  manyRooms?: ManyRoomsComparison;
  oneRoom?: OneRoomResult;
  connections?: IdleResult;
  reconnect?: ReconnectResult;
  reading?: ReadingResult;
  backup?: BackupResult;
};

export type Verdict = { figure: string; ours: string; beside: string; value: number; goal: string; met: boolean };

type Bound = { atLeast: number } | { atMost: number };

/** The goals of the project's quality page, each beside what it is compared with, from the same run. */
export function judge({ manyRooms, oneRoom, connections, reconnect, reading, backup }: Measured): Verdict[] {
  return [
    ...(oneRoom ? ofOneRoom(oneRoom) : []),
    ...(manyRooms ? ofManyRooms(manyRooms) : []),
    ...(connections
      ? [verdict('memory of an idle connection, KiB', connections.oursKiB, connections.bareKiB, { atMost: 1.5 }, 'times ws alone')]
      : []),
    ...(reconnect
      ? [
          single('2,000 clients current after a gateway died: last one, ms', reconnect.currentAfterMs.max, { atMost: 2_000 }),
          single('clients that lack a message then', reconnect.lostMessages, { atMost: 0 }),
        ]
      : []),
    ...(reading ? reading.sizes.flatMap(ofReading) : []),
    ...(backup
      ? [
          single(`backup of ${backup.messages} messages, s`, backup.backupSeconds, { atMost: 300 }),
          single(`restore of ${backup.messages} messages, s`, backup.restoreSeconds, { atMost: 300 }),
        ]
      : []),
  ];
}

function ofOneRoom({ fixed, busy, saturated, reference }: OneRoomResult): Verdict[] {
  const delivered = (of: LoadResult) => of.deliveredPerSecond;
  const cpu = (of: LoadResult) => of.cpuPerDeliveredUs;
  return [
    verdict(
      'one room of 100, saturated: deliveries/s',
      delivered(saturated),
      delivered(reference.saturated),
      { atLeast: 6 },
      timesReference,
    ),
    verdict('one room of 100 at 100/s: CPU µs per delivery', cpu(fixed), cpu(reference.fixed), { atMost: 0.7 }, timesReference),
    single(`one room at ${busy.deliveredPerSecond} deliveries/s: send to receive p99, ms`, busy.receiveMs.p99, { atMost: 10 }),
  ];
}

function ofManyRooms({ fixed, saturated, reference }: ManyRoomsComparison): Verdict[] {
  const cpu = (of: LoadResult) => of.cpuPerAcknowledgedUs;
  const acknowledged = (of: LoadResult) => of.acknowledgedPerSecond;
  return [
    verdict('500 rooms of 4 at 1,000/s: CPU µs per message', cpu(fixed), cpu(reference.fixed), { atMost: 0.65 }, timesReference),
    single('500 rooms of 4 at 1,000/s: acknowledgement p99, ms', fixed.acknowledgeMs.p99, { atMost: 15 }),
    verdict('saturated: messages/s', acknowledged(saturated), acknowledged(reference.saturated), { atLeast: 8 }, timesReference),
  ];
}

function ofReading({ texts, ms }: ReadingResult['sizes'][number]): Verdict[] {
  const pages = Object.entries(ms).filter(([name]) => name.includes('page'));
  const slowest = Math.max(...pages.map(([, { p99 }]) => p99));
  const searches = Object.entries(ms).filter(([name]) => name.startsWith('search'));
  return [
    single(`history page of 50 of ${texts}: p99 of the slowest kind, ms`, slowest, { atMost: 5 }),
    ...(searches.length > 0
      ? [single(`search over ${texts}: p95 of the slowest kind, ms`, Math.max(...searches.map(([, { p95 }]) => p95)), { atMost: 100 })]
      : []),
  ];
}

const timesReference = 'times the Socket.IO reference';

function verdict(figure: string, ours: number, beside: number, bound: Bound, unit: string): Verdict {
  const value = Math.round((ours / Math.max(beside, Number.EPSILON)) * 100) / 100;
  return { figure, ours: String(ours), beside: String(beside), value, goal: `${wordsOf(bound)} ${unit}`, met: holds(value, bound) };
}

function single(figure: string, value: number, bound: Bound): Verdict {
  return { figure, ours: String(value), beside: '', value, goal: wordsOf(bound), met: holds(value, bound) };
}

function holds(value: number, bound: Bound): boolean {
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
}

function wordsOf(bound: Bound): string {
  return 'atLeast' in bound ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`;
}

export function printGoals(verdicts: readonly Verdict[]): void {
  console.log('\nThe goals, and what this run says of them:');
  console.table(
    Object.fromEntries(
      verdicts.map(({ figure, ours, beside, value, goal, met }) => [
        figure,
        { ours, beside, value, goal, verdict: met ? 'met' : 'MISSED' },
      ]),
    ),
  );
}
