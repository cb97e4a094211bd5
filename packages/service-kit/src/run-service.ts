import { setTimeout as delay } from 'node:timers/promises';
import { tracing } from '@parley/tracing';
import type { LevelWithSilent, Logger } from 'pino';
import { ConfigError } from './config.ts';
import { createLogger } from './logger.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { type LoopOptions, type SupervisedLoop, superviseLoop } from './supervise-loop.ts';

export type ServiceContext = {
  log: Logger;
  /** Aborts as soon as the process is asked to end: stop beginning new work. */
  signal: AbortSignal;
  readiness: Readiness;
  /** Hooks run one after the other, the last registered first: what was opened first is closed last. */
  onShutdown(name: string, close: () => Promise<unknown> | unknown): void;
  /** A supervised loop that is stopped in its turn among the hooks, not at once with `signal`. */
  loop(options: Pick<LoopOptions, 'name' | 'run' | 'backoff'>): SupervisedLoop;
};

export type ServiceOptions = {
  name: string;
  start: (context: ServiceContext) => Promise<void>;
  /** How long shutdown hooks may take together. Default 15 s, below the 30 s that Kubernetes grants. */
  shutdownMs?: number;
  /** What asks the process to end. Default: SIGTERM and SIGINT. */
  endOn?: readonly NodeJS.Signals[];
};

/**
 * A service's life: start, run until SIGTERM or SIGINT, go unready, close in reverse order within a time limit, exit.
 * A second signal, a hook that hangs and an uncaught error end the process with status 1: whatever was acknowledged is
 * committed, so dying is always safe.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const log = createLogger({ service: options.name, level: levelFrom(process.env.LOG_LEVEL) });
  const service = createServiceContext(log);

  const fatal = (error: unknown) => {
    log.fatal({ err: error }, 'uncaught error, ending');
    process.exit(1);
  };
  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', fatal);

  let ending = false;
  const end = async (cause: string) => {
    if (ending) return process.exit(1);
    ending = true;
    log.info({ cause }, 'shutting down');
    const clean = await service.shutDown(options.shutdownMs ?? 15_000);
    await flushSpans();
    log.info({ clean }, 'shut down');
    process.exit(clean ? 0 : 1);
  };
  for (const signal of options.endOn ?? ['SIGTERM', 'SIGINT']) process.on(signal, () => void end(signal));

  if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT && !tracing.on)
    log.warn('traces are asked for, but tracing was not loaded: start with --import packages/tracing/src/register.ts');
  try {
    await options.start(service.context);
    log.info({ traced: tracing.on }, 'started');
  } catch (error) {
    if (ending) return;
    if (error instanceof ConfigError) log.fatal({ faults: error.faults }, 'the configuration is not valid');
    else log.fatal({ err: error }, 'cannot start');
    await service.shutDown(5_000);
    process.exit(1);
  }
}

/** The part of `runService` that does not touch the process. Tests start services with it. */
export function createServiceContext(log: Logger): { context: ServiceContext; shutDown(limitMs: number): Promise<boolean> } {
  const stopping = new AbortController();
  // A loop follows its own hook, in order; this signal is never aborted.
  const untilStopped = new AbortController().signal;
  const readiness = createReadiness();
  const hooks: Array<{ name: string; close: () => Promise<unknown> | unknown }> = [];

  const context: ServiceContext = {
    log,
    signal: stopping.signal,
    readiness,
    onShutdown: (name, close) => void hooks.push({ name, close }),
    loop(options) {
      const loop = superviseLoop({ ...options, signal: untilStopped, log, readiness });
      hooks.push({ name: `loop:${options.name}`, close: () => loop.stop() });
      return loop;
    },
  };

  async function closeAll(): Promise<boolean> {
    let clean = true;
    for (let hook = hooks.pop(); hook; hook = hooks.pop()) {
      try {
        await hook.close();
      } catch (error) {
        clean = false;
        log.error({ hook: hook.name, err: error }, 'could not be closed');
      }
    }
    return clean;
  }

  return {
    context,
    async shutDown(limitMs) {
      readiness.drain();
      stopping.abort();
      const timer = new AbortController();
      const late = delay(limitMs, false, { signal: timer.signal }).catch(() => false);
      const clean = await Promise.race([closeAll(), late]);
      timer.abort();
      return clean;
    },
  };
}

/** A collector that is away holds nobody up for long. */
async function flushSpans(): Promise<void> {
  const late = delay(2_000, undefined, { ref: false });
  await Promise.race([tracing.flush().catch(() => undefined), late]);
}

function levelFrom(text: string | undefined): LevelWithSilent {
  const levels: readonly LevelWithSilent[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
  return levels.find((level) => level === text) ?? 'info';
}
