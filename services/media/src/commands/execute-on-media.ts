import type { ErrorCode, MediaId } from '@parley/contracts';
import { appendToStream, type EventMetadata, loadStream, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import { sql } from 'kysely';
import { type MediaCommand, type MediaRefusal, media, type Uploaded } from '../domain/media.ts';
import type { MediaEvent } from '../domain/media-events.ts';
import { parseMediaEvent, schemaVersions } from '../domain/stored-media-event.ts';
import type { MediaDatabase } from '../media-database.ts';
import { projectMediaEvent } from '../projections/media/project-media-event.ts';

/** How a domain refusal is told. */
const refusalProblems: Record<MediaRefusal, [ErrorCode, string?]> = {
  already_uploaded: ['conflict', 'The upload is complete already'],
  no_such_media: ['not_found'],
  in_use: ['conflict', 'A message or a profile shows this file; delete the message, or choose another picture'],
  claimed_for_another: ['conflict', 'The picture belongs to another room'],
};

export type CommandOnMedia = { trx: MediaDatabase; mediaId: MediaId; command: MediaCommand; metadata: EventMetadata };

/** Events of one file are few: each message that carries it, and its end. */
const mostEvents = 1_000;

/** Runs a command on one file, inside the caller's transaction. @throws ProblemError when refused */
export async function executeOnMedia({ trx, mediaId, command, metadata }: CommandOnMedia): Promise<readonly MediaEvent[]> {
  // 1. Be the only writer. Before the transaction's first write, so that transaction ids follow the versions.
  await lockStream(trx, mediaId);
  // 2. What has happened.
  const history = await loadHistory(trx, mediaId);
  const state = history.reduce(media.evolve, media.initial);
  // 3. What follows.
  const decision = media.decide(command, state);
  if ('refusal' in decision) throw new ProblemError(...refusalProblems[decision.refusal]);
  // 4. Events and read model, together.
  const events = decision.events.map((event) => ({ ...event, schemaVersion: schemaVersions[event.type], metadata }));
  await appendToStream(trx, mediaId, { expectedVersion: history.length, events });
  for (const event of decision.events) await projectMediaEvent(trx, mediaId, event);
  // 5. What is deleted is gone: its name from the log, its files from the store as soon as this has committed.
  const deletion = decision.events.find((event) => event.type === 'MediaDeleted');
  if (deletion) await eraseTraces(trx, mediaId, { history, reason: deletion.data.reason, at: new Date(deletion.data.at) });
  return decision.events;
}

async function loadHistory(trx: MediaDatabase, mediaId: MediaId): Promise<MediaEvent[]> {
  const history: MediaEvent[] = [];
  for (;;) {
    const page = await loadStream(trx, mediaId, { afterVersion: history.length, limit: mostEvents });
    history.push(...page.map(parseMediaEvent));
    if (page.length < mostEvents) return history;
  }
}

async function eraseTraces(
  trx: MediaDatabase,
  mediaId: MediaId,
  { history, reason, at }: { history: readonly MediaEvent[]; reason: string; at: Date },
): Promise<void> {
  const index = history.findIndex((event) => event.type === 'MediaUploaded');
  const uploaded = history[index];
  if (uploaded?.type === 'MediaUploaded') {
    const nameless: Uploaded = { ...uploaded.data, name: '' };
    await sql`select erase_event_data(${mediaId}, ${index + 1}, ${JSON.stringify(nameless)}::jsonb, ${reason})`.execute(trx);
  }
  const removal = { media_id: mediaId, due_at: at };
  await trx
    .insertInto('object_removals')
    .values(removal)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
