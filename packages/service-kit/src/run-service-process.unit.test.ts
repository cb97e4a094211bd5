import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const runService = new URL('./run-service.ts', import.meta.url).href;
const config = new URL('./config.ts', import.meta.url).href;

/** A service as a process of its own; `body` is its `start`. Sends `signals` once it has started. */
async function live(body: string, signals: NodeJS.Signals[] = []): Promise<{ code: number | null; output: string }> {
  const source = `
    import { runService } from '${runService}';
    import { ConfigError } from '${config}';
    await runService({ name: 'test', shutdownMs: 300, start: async (service) => { ${body} } });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (text.includes('"msg":"started"')) for (const [index, signal] of signals.entries()) setTimeout(() => child.kill(signal), index * 50);
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, output };
}

const stayAlive = 'const timer = setInterval(() => undefined, 1000);';

describe('runService', { timeout: 30_000 }, () => {
  it('closes what was opened and ends with 0 on SIGTERM', async () => {
    const { code, output } = await live(`${stayAlive} service.onShutdown('timer', () => service.log.info('closing the timer'));`, [
      'SIGTERM',
    ]);
    expect(output).toMatch(/shutting down[\s\S]*closing the timer[\s\S]*shut down/);
    expect(code).toBe(0);
  });

  it('ends with 1 when closing takes too long, and at once on a second signal', async () => {
    const hangs = `${stayAlive} service.onShutdown('hangs', () => new Promise(() => undefined));`;
    expect((await live(hangs, ['SIGTERM'])).code).toBe(1);
    const impatient = await live(hangs, ['SIGINT', 'SIGINT']);
    expect(impatient.code).toBe(1);
    expect(impatient.output).not.toContain('"msg":"shut down"');
  });

  it('ends with 1 on an uncaught error, which it logs', async () => {
    const { code, output } = await live(`setTimeout(() => { throw new Error('nobody caught this'); }, 10);`);
    expect(code).toBe(1);
    expect(output).toContain('nobody caught this');
  });

  it('ends with 1 and all faults when the configuration is not valid', async () => {
    const { code, output } = await live(`throw new ConfigError(['PORT: is missing', 'HOST: is missing']);`);
    expect(code).toBe(1);
    expect(output).toContain('"faults":["PORT: is missing","HOST: is missing"]');
  });

  it('ends with 1 when it cannot start, after closing what it had opened', async () => {
    const { code, output } = await live(`service.onShutdown('x', () => service.log.info('closed x')); throw new Error('no database');`);
    expect(code).toBe(1);
    expect(output).toMatch(/no database[\s\S]*closed x/);
  });
});
