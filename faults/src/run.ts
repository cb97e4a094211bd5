import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@parley/testing';
import { type Crowd, gatherCrowd } from './crowd/crowd.ts';
import { readFinalHistory } from './crowd/read-final-history.ts';
import { checkHistory, type Violation } from './history/check-history.ts';
import type { History } from './history/history.ts';
import { isMemberNow, membershipsOf } from './history/memberships.ts';
import { seededRandom } from './random.ts';
import { allStrikes } from './strikes/all-strikes.ts';
import type { Strike } from './strikes/strike.ts';
import { startWorld, type World } from './world.ts';

export type RunOptions = {
  seed: number;
  people: number;
  rooms: number;
  membersPerRoom: number;
  messagesPerSecond: number;
  gateways: number;
  messages: number;
  /** Goes on striking for at least this long. */
  minutes?: number;
  /** Every kind of strike at least this often, whatever `minutes` says. */
  rounds: number;
  log(line: string): void;
};

export type RunReport = {
  seed: number;
  violations: Violation[];
  strikes: Array<{ name: string; what: string; atMs: number; tookMs: number }>;
  impossible: string[];
  attempts: number;
  acknowledged: number;
  refused: number;
  carried: number;
  /** Edits, deletions, reactions and pins that people were told are done. */
  changed: number;
  events: number;
  shown: number;
  /** From the last strike's end until every client was current. */
  settledAfterMs: number;
};

const settleTimeoutMs = 120_000;

/** Breaks everything in the order that the seed says, amid people who talk; then checks what they saw. */
export async function runFaults(options: RunOptions): Promise<RunReport> {
  const { seed, log } = options;
  const random = seededRandom(seed);
  const [forCrowd, forStrikes] = [random.fork(), random.fork()];
  const world = await startWorld(options);
  let report: RunReport | undefined;
  try {
    const crowd = await gatherCrowd({ ...options, stack: world.stack, gatewayUrls: world.gatewayUrls, random: forCrowd });
    try {
      log(
        `${options.people} people in ${options.rooms} rooms, ${options.gateways} gateways, ${options.messages} messages replicas; seed ${seed}`,
      );
      const enough = new AbortController();
      const living = crowd.live(enough.signal);
      const strikes = await strikeAll({ ...options, world, crowd, random: forStrikes });
      enough.abort();
      await living;
      const settling = performance.now();
      await settle(crowd);
      const settledAfterMs = Math.round(performance.now() - settling);
      log(`everybody is current after ${settledAfterMs} ms`);
      const history = await readFinalHistory(crowd);
      report = { seed, settledAfterMs, ...strikes, ...countsOf(history), violations: checkHistory(history) };
      return report;
    } finally {
      await crowd.close();
    }
  } finally {
    // After a run that failed, the services' own complaints would hide why.
    await world.stop().catch((error) => {
      if (report) throw error;
    });
  }
}

type StrikeOptions = RunOptions & { world: World; crowd: Crowd; random: ReturnType<typeof seededRandom> };

async function strikeAll({
  world,
  crowd,
  random,
  rounds,
  minutes = 0,
  log,
}: StrikeOptions): Promise<Pick<RunReport, 'strikes' | 'impossible'>> {
  const possible = allStrikes.filter((strike) => strike.possible?.(world) ?? true);
  const impossible = allStrikes.filter((strike) => !possible.includes(strike)).map(({ name }) => name);
  const strikes: RunReport['strikes'] = [];
  const startedAt = performance.now();
  const wanted = (round: number) => round < rounds || performance.now() - startedAt < minutes * 60_000;
  for (let round = 0; wanted(round); round += 1) {
    for (const strike of random.shuffled(possible)) {
      if (!wanted(round)) break;
      await delay(random.between(300, 1_200));
      const atMs = Math.round(performance.now() - startedAt);
      const what = await run(strike, { world, crowd, random: random.fork() });
      const tookMs = Math.round(performance.now() - startedAt) - atMs;
      strikes.push({ name: strike.name, what, atMs, tookMs });
      log(`${String(Math.round(atMs / 1_000)).padStart(5)} s  ${strike.name}: ${what}`);
    }
  }
  return { strikes, impossible };
}

async function run(strike: Strike, scene: Parameters<Strike['run']>[0]): Promise<string> {
  try {
    return await strike.run(scene);
  } catch (error) {
    throw new Error(`${strike.name}: what was broken could not be mended`, { cause: error });
  }
}

/** Waits until nothing is under way any more. Who never gets there is left for the checker to name. */
async function settle(crowd: Crowd): Promise<void> {
  const wait = eventually('every client is current', () => isSettled(crowd), settleTimeoutMs);
  await wait.catch(() => undefined);
}

async function isSettled(crowd: Crowd): Promise<true | undefined> {
  if (!crowd.people.every((person) => person.isOnline() && person.unsent() === 0)) return undefined;
  for (const { id: roomId, logReader } of crowd.rooms) {
    const log = await logReader.read();
    const members = membershipsOf(log);
    const isCurrent = crowd.people.every((person) =>
      isMemberNow(members.get(person.id)) ? person.seqOf(roomId) === log.length : person.seqOf(roomId) === undefined,
    );
    if (!isCurrent) return undefined;
  }
  return true;
}

function countsOf({ attempts, changes, rooms, people }: History) {
  const ended = (kind: string) => attempts.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    attempts: attempts.length,
    acknowledged: ended('acknowledged'),
    refused: ended('refused'),
    carried: ended('carried'),
    changed: changes.filter(({ outcome }) => outcome === 'done').length,
    events: rooms.reduce((sum, { log }) => sum + log.length, 0),
    shown: people.reduce((sum, { stretches }) => sum + stretches.reduce((all, { identities }) => all + identities.length, 0), 0),
  };
}
