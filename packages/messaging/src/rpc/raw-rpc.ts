import { headers, type Msg, NoRespondersError, RequestError, TimeoutError } from '@nats-io/nats-core';
import { eventHeaders, type RpcFailure, subjects } from '@parley/contracts';
import { activeTraceparent, startSpan } from '@parley/tracing';
import { Counter, Histogram } from 'prom-client';
import type { Nats } from '../connect-nats.ts';
import { whileConnected } from '../while-connected.ts';
import { RpcError, RpcRefusal } from './rpc-error.ts';
import { createRpcGate } from './rpc-gate.ts';

export type RpcName = { service: string; name: string };
export type RpcContext = { traceparent?: string | undefined };

export type ServeRpcOptions = {
  /** Replicas with the same queue name share the requests. Default: the service. */
  queue?: string;
  /** Requests handled at once. Default 64. */
  concurrency?: number;
  /** Requests that may wait beyond that; further ones are refused as `unavailable`. Default 1,000. */
  maxQueued?: number;
};

export type RequestOptions = {
  timeoutMs?: number;
  /** Default: that of the code that asks, where it is traced. */
  traceparent?: string | undefined;
  /** Other traces that the request is part of. */
  links?: readonly string[];
};

/** `stop`: takes no more, answers what it has. */
export type RpcServer = { stop(): Promise<void> };

const refused = new Counter({ name: 'parley_rpc_overloaded_total', help: 'Requests refused because too many waited', labelNames: ['rpc'] });
const duration = new Histogram({
  name: 'parley_rpc_duration_seconds',
  help: 'From the arrival of a request over NATS to its answer; its count is the rate. `outcome` is `ok` or the code of the refusal',
  labelNames: ['rpc', 'outcome'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
});
const defaultTimeoutMs = 5_000;

/**
 * Serves text in, text out: for a hot path that parses by hand. The reply is the text of an `RpcReply`; what the handler throws
 * becomes one too.
 */
export async function serveRawRpc(
  nats: Nats,
  contract: RpcName,
  handler: (body: string, context: RpcContext) => Promise<string>,
  { queue = contract.service, concurrency = 64, maxQueued = 1_000 }: ServeRpcOptions = {},
): Promise<RpcServer> {
  const gate = createRpcGate({ concurrency, maxQueued });
  const rpc = `${contract.service}.${contract.name}`;
  const attributes = { 'rpc.service': contract.service, 'rpc.method': contract.name };

  async function answer(message: Msg, arrivedAt: number): Promise<void> {
    const observe = (outcome: string) => duration.observe({ rpc, outcome }, (performance.now() - arrivedAt) / 1_000);
    const traceparent = message.headers?.get(eventHeaders.traceparent) || undefined;
    const span = startSpan(`serve ${rpc}`, traceparent, { kind: 'server', attributes });
    try {
      const context = { traceparent: span?.traceparent ?? traceparent };
      const work = () => handler(message.string(), context);
      message.respond(await (span ? span.run(work) : work()));
      span?.end();
      observe('ok');
    } catch (error) {
      const code = error instanceof RpcRefusal ? error.code : 'internal';
      span?.fail(code);
      observe(code);
      if (!(error instanceof RpcRefusal)) nats.log.error({ err: error, rpc, trace_id: traceparent?.slice(3, 35) }, 'a request failed');
      respondFailure(message, error instanceof RpcRefusal ? error : { code: 'internal', message: 'the request failed' });
    }
  }

  const subscription = nats.nc.subscribe(subjects.rpc(contract.service, contract.name), {
    queue,
    callback: (error, message) => {
      if (error) return nats.log.error({ err: error, rpc }, 'requests cannot be received');
      const arrivedAt = performance.now();
      if (gate.enter(() => answer(message, arrivedAt))) return;
      refused.inc({ rpc });
      respondFailure(message, { code: 'unavailable', message: 'too many requests are waiting' });
    },
  });
  // Whoever is told that this serves may ask at once. A connection that is away brings the subscription with it.
  await nats.flush().catch(() => undefined);
  return {
    async stop() {
      await subscription.drain();
      await gate.idle();
      if (nats.connected()) await nats.flush().catch(() => undefined);
    },
  };
}

/** @throws RpcError `unavailable` when nobody serves, nobody answers in time, or NATS is away */
export async function requestRawRpc(
  nats: Nats,
  contract: RpcName,
  body: string,
  { timeoutMs = defaultTimeoutMs, traceparent = activeTraceparent(), links = [] }: RequestOptions = {},
): Promise<string> {
  const attributes = { 'rpc.service': contract.service, 'rpc.method': contract.name };
  const span = startSpan(`ask ${contract.service}.${contract.name}`, traceparent, { kind: 'client', links, attributes });
  const carried = span?.traceparent ?? traceparent;
  try {
    const subject = subjects.rpc(contract.service, contract.name);
    const options = { timeout: timeoutMs, ...(carried ? { headers: traceHeaders(carried) } : {}) };
    const message = await whileConnected(nats, timeoutMs, () => nats.nc.request(subject, body, options));
    span?.end();
    return message.string();
  } catch (error) {
    span?.fail('unavailable');
    throw new RpcError('unavailable', `${contract.service}.${contract.name}: ${reason(error)}`, { cause: error });
  }
}

function respondFailure(message: Msg, { code, message: text }: RpcFailure): void {
  // A reply that cannot be sent is one that the caller misses: its time limit tells it.
  if (message.reply) message.respond(JSON.stringify({ ok: false, error: { code, message: text } }));
}

function traceHeaders(traceparent: string) {
  const carried = headers();
  carried.set(eventHeaders.traceparent, traceparent);
  return carried;
}

function reason(error: unknown): string {
  if (error instanceof NoRespondersError || (error instanceof RequestError && error.isNoResponders())) return 'nobody serves it';
  if (error instanceof TimeoutError || (error instanceof RequestError && error.cause instanceof TimeoutError)) return 'no answer in time';
  return 'NATS is not reachable';
}
