import { DiscardPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { type PublishingService, streamName, subjects } from '@parley/contracts';

export type EventStreamOptions = {
  /** 1, or 3 in a cluster. */
  replicas?: number;
  /** Default 3 days. Postgres keeps everything; the stream needs to cover a consumer's absence, no more. */
  maxAgeMs?: number;
  /** Default 1 GiB. */
  maxBytes?: number;
};

/** What a stream of ours asks of the server; reconciling compares each of these with what the server says it has. */
export type EventStreamConfig = {
  name: string;
  subjects: string[];
  republish: { src: string; dest: string };
  retention: RetentionPolicy;
  storage: StorageType;
  discard: DiscardPolicy;
  max_age: number;
  max_bytes: number;
  num_replicas: number;
  duplicate_window: number;
};

const dayMs = 86_400_000;
const duplicateWindowMs = 120_000;

/** The stream of one service's events: stored under `evt.…`, and passed on under `live.…` once stored. */
export function eventStreamConfig(
  service: PublishingService,
  { replicas = 1, maxAgeMs = 3 * dayMs, maxBytes = 1024 ** 3 }: EventStreamOptions = {},
): EventStreamConfig {
  return {
    name: streamName(service),
    subjects: [subjects.allEvents(service)],
    republish: { src: subjects.allEvents(service), dest: subjects.allLive(service) },
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_age: nanos(maxAgeMs),
    max_bytes: maxBytes,
    num_replicas: replicas,
    duplicate_window: nanos(Math.min(duplicateWindowMs, maxAgeMs)),
  };
}
