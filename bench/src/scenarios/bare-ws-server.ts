import { WebSocketServer } from 'ws';

/**
 * The bare limit beside which one room is measured: `ws` alone, one write of the same payload to every socket per
 * message, nothing stored, nobody authenticated. Runs as a child process; the parent says how many messages a second.
 */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
const payload = JSON.stringify({ type: 'message.posted', data: { content: 'x'.repeat(400) } });

server.on('listening', () => process.send?.(server.address()));
process.on('message', ({ perSecond, seconds }: { perSecond: number; seconds: number }) => {
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const elapsed = (performance.now() - startedAt) / 1_000;
    const due = Math.floor(Math.min(elapsed, seconds) * perSecond);
    for (; sent < due; sent += 1) for (const client of server.clients) client.send(payload);
    if (elapsed < seconds) return;
    clearInterval(timer);
    process.send?.('done');
  }, 1);
});
process.on('disconnect', () => process.exit(0));
