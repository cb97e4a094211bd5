import { type DatabaseService, databaseServices, relayServices } from '@parley/backing/service-catalog';
import { comparePositions, type Position } from '@parley/contracts';
import { hashLog, type LogReport, openInspection, verifyLog } from '@parley/event-store';
import { readConsumerStandings, readInbox } from '@parley/messaging';
import type pg from 'pg';
import type { CommandInput } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { ownerUrls } from '../owner-urls.ts';
import { askAdmin } from '../run-admin.ts';
import { print } from '../tty/print.ts';
import { showProgress } from '../tty/progress.ts';

const logged = databaseServices.filter((service) => service !== 'notifications');
const consuming = databaseServices.filter((service) => service !== 'auth');

type Verified = { service: DatabaseService; faults: string[]; events?: number; streams?: number; hash?: string };
type Owner = { client: pg.Client; epoch: string; head: Position };

/** `events verify`: each log, its read model, and who consumes it. */
export async function verifyEvents(services: readonly DatabaseService[], input: CommandInput): Promise<number> {
  const urls = await ownerUrls(databaseServices);
  const progress = showProgress(services.length * 3, 'steps');
  const results: Verified[] = [];
  for (const service of services) {
    progress.say(service);
    const result: Verified = { service, faults: [] };
    if (isIn(logged, service)) Object.assign(result, await verifyOwnLog(urls[service]));
    progress.add(1);
    if (isIn(logged, service) && input.options['read-models'] !== false) result.faults.push(...(await compareReadModel(service)));
    progress.add(1);
    if (isIn(consuming, service)) result.faults.push(...(await verifyConsumers(service, urls)));
    progress.add(1);
    results.push(result);
  }
  progress.stop();
  print(input, results, results.flatMap(describe).join('\n'));
  return results.every(({ faults }) => faults.length === 0) ? exitCodes.done : exitCodes.found;
}

function isIn<Name extends string>(names: readonly Name[], name: string): name is Name {
  return names.some((candidate) => candidate === name);
}

function describe({ service, faults, events, streams, hash }: Verified): string[] {
  const counted = events === undefined ? '' : `: ${events} events in ${streams} streams, ${hash}`;
  return [`${faults.length === 0 ? '✓' : '✗'} ${service}${counted}`, ...faults.map((fault) => `    ${fault}`)];
}

async function verifyOwnLog(url: string): Promise<Omit<Verified, 'service'>> {
  await using inspection = await openInspection(url);
  const report: LogReport = await verifyLog(inspection.client);
  const hash = await hashLog(inspection.client);
  const faults = report.faults.map(({ what, examples }) => `${what}: ${examples.join('; ')}`);
  return { faults, events: report.events, streams: report.streams, hash };
}

async function compareReadModel(service: (typeof logged)[number]): Promise<string[]> {
  const { status, answer } = await askAdmin(service, ['rebuild', '--json']);
  if (status === exitCodes.done) return [];
  if (status !== exitCodes.found) return ['the read model could not be compared with the log'];
  return differingTables(answer).map(
    ({ table, missing, surplus }) => `${table} differs from the log: ${missing} rows missing, ${surplus} surplus`,
  );
}

type Difference = { table: string; missing: number; surplus: number };

function differingTables(answer: unknown): Difference[] {
  const tables = typeof answer === 'object' && answer !== null && 'tables' in answer && Array.isArray(answer.tables) ? answer.tables : [];
  return tables.filter(({ missing, surplus }: Difference) => missing > 0 || surplus > 0);
}

/** The consumer is looked at first: the owner, looked at later, must have everything that took effect there. */
async function verifyConsumers(service: (typeof consuming)[number], urls: Record<DatabaseService, string>): Promise<string[]> {
  await using own = await openInspection(urls[service]);
  const faults: string[] = [];
  for (const { consumer, source, position, epoch, deadLetters } of await readConsumerStandings(own.client)) {
    const owning = relayServices.find((name) => name === source);
    if (owning === undefined) {
      faults.push(`${consumer}: there is no service ${source}`);
      continue;
    }
    await using inspection = await openInspection(urls[owning]);
    const owner = await ownerOf(inspection.client);
    if (deadLetters > 0) faults.push(`${consumer}: ${deadLetters} dead letters`);
    if (epoch !== '' && epoch !== owner.epoch) faults.push(`${consumer}: stands in an epoch that is not the owner’s`);
    else if (comparePositions(position, owner.head) > 0)
      faults.push(`${consumer}: is ahead of ${source}, at ${position} after ${owner.head}`);
    faults.push(...(await streamsAhead(own.client, consumer, owner)));
  }
  return faults;
}

async function ownerOf(client: pg.Client): Promise<Owner> {
  const { rows } = await client.query<{ epoch: string; head: Position }>(
    `select epoch, coalesce((select tx || '-' || position from events order by tx desc, position desc limit 1), '0-0') as head from store_identity`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the event store has no identity: its migration has not run');
  return { client, ...row };
}

async function streamsAhead(own: pg.Client, consumer: string, owner: Owner): Promise<string[]> {
  for await (const page of readInbox(own, consumer)) {
    const { rows } = await owner.client.query<{ stream_id: string; version: number; head: number | null }>(
      `select asked.stream_id, asked.version, h.version as head
        from unnest($1::uuid[], $2::int[]) as asked (stream_id, version)
        left join lateral (select version from events e where e.stream_id = asked.stream_id order by version desc limit 1) h on true
        where asked.version > coalesce(h.version, 0) limit 5`,
      [page.map(({ stream_id }) => stream_id), page.map(({ version }) => version)],
    );
    if (rows.length > 0)
      return rows.map(({ stream_id, version, head }) => `${consumer}: has version ${version} of ${stream_id}, the owner ${head ?? 'none'}`);
  }
  return [];
}
