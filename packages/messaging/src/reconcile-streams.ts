import { isDeepStrictEqual } from 'node:util';
import { JetStreamApiError, type JetStreamManager, jetstreamManager, type StreamInfo } from '@nats-io/jetstream';
import type { Logger } from 'pino';
import type { Nats } from './connect-nats.ts';
import type { EventStreamConfig } from './event-stream-config.ts';

/** The server has not taken over what was asked: an option it does not know, or one that cannot change any more. */
export class StreamConfigRefusedError extends Error {
  override readonly name = 'StreamConfigRefusedError';
  readonly code = 'stream_config_refused';

  constructor(stream: string, fields: readonly string[]) {
    super(`stream ${stream}: the server did not take ${fields.join(', ')}`);
  }
}

const streamNotFound = 10_059;
const streamNameInUse = 10_058;

/** Makes the streams that are missing, changes those that differ, and checks that the server did what it was asked. */
export async function reconcileStreams(nats: Nats, configs: readonly EventStreamConfig[], log: Logger): Promise<StreamInfo[]> {
  const jsm = await jetstreamManager(nats.nc, { checkAPI: false });
  const infos: StreamInfo[] = [];
  for (const config of configs) infos.push(await reconcileStream(jsm, config, log));
  return infos;
}

async function reconcileStream(jsm: JetStreamManager, config: EventStreamConfig, log: Logger): Promise<StreamInfo> {
  const existing = await jsm.streams.info(config.name).catch(ignoreApiError(streamNotFound));
  if (!existing) {
    log.info({ stream: config.name }, 'making the stream');
    const made = await jsm.streams.add(config).catch(ignoreApiError(streamNameInUse));
    return checked(made ?? (await jsm.streams.info(config.name)), config);
  }
  if (differences(existing, config).length === 0) return existing;
  log.info({ stream: config.name, fields: differences(existing, config) }, 'changing the stream');
  return checked(await jsm.streams.update(config.name, config), config);
}

/** Servers drop options they do not know without a word. */
function checked(info: StreamInfo, config: EventStreamConfig): StreamInfo {
  const fields = differences(info, config);
  if (fields.length > 0) throw new StreamConfigRefusedError(config.name, fields);
  return info;
}

function differences({ config: actual }: StreamInfo, wanted: EventStreamConfig): string[] {
  const { republish, ...plain } = wanted;
  const differing = Object.entries(plain).filter(([field, value]) => !isDeepStrictEqual(Reflect.get(actual, field), value));
  const republishes = actual.republish?.src === republish.src && actual.republish?.dest === republish.dest;
  return [...differing.map(([field]) => field), ...(republishes ? [] : ['republish'])];
}

/** For `catch`: undefined instead of this one error. */
export function ignoreApiError(code: number): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof JetStreamApiError && error.code === code) return undefined;
    throw error;
  };
}
