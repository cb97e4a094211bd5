/**
 * What a message pays for tracing inside the services, without servers and noise: the calls of its whole path, in CPU time.
 * `OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9 node --import ./packages/tracing/src/register.ts bench/src/tracing-calls.ts 0.01`
 */
import { createTraceAdmission, createTraceBudget, isSampled, startBatch, startSpan, tracing } from '@parley/tracing';

const ratio = Number(process.argv[2] ?? '0.01');
const messages = 200_000;
const admit = createTraceAdmission({ ratio, budget: createTraceBudget(5) });

/** As the services call them, one message in each batch: more in a batch cost less each. */
function oneMessage(): number {
  const admitted = admit(undefined);
  const command = startSpan('message.send', admitted, { kind: 'server' });
  const sent = command?.traceparent ?? admitted;
  const request = startSpan('ask messages.send', isSampled(sent) ? sent : undefined, { kind: 'client' });
  const served = startSpan('serve messages.send', request?.traceparent, { kind: 'server' });
  const stored = startSpan('store message', sent);
  const batch = startBatch('append batch', [stored?.traceparent ?? sent]);
  batch?.end();
  stored?.end();
  served?.end();
  request?.end();
  command?.end();
  const published = startBatch('publish', [stored?.traceparent ?? sent], { kind: 'producer' });
  const carried = published?.traceparentOf(0) ?? sent;
  published?.end();
  const fanOut = startSpan('fan out', isSampled(carried) ? carried : undefined, { links: [carried] });
  fanOut?.end({ 'parley.sockets': 4 });
  return sent.length;
}

function cpuUs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

let length = 0;
const run = () => {
  for (let nth = 0; nth < messages; nth += 1) length += oneMessage();
};
run();
const perMessage = Array.from({ length: 5 }, () => cpuUs(run) / messages).sort((a, b) => a - b);
console.log(
  `tracing ${tracing.on ? `on at ${ratio}` : 'off'}: ${perMessage.map((us) => us.toFixed(2)).join(', ')} us of CPU a message (${length > 0})`,
);
process.exit(0);
