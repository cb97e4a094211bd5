import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ service: 'test', level: 'debug', destination: { write: (line: string) => void lines.push(line) } }));
  return lines.join('');
}

describe('createLogger', () => {
  it('writes JSON lines with the service, a level by name and a time', () => {
    expect(JSON.parse(logged((log) => log.info('hello')))).toMatchObject({ service: 'test', level: 'info', msg: 'hello' });
  });

  it('censors what must not be logged, nested too', () => {
    const text = logged((log) => log.info({ password: 'canary', body: { email: 'canary', deep: { token: 'canary' } } }, 'x'));
    expect(text).not.toContain('canary');
    expect(text).toContain('[redacted]');
  });

  it('logs of an error only its type, message, code and stack', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(canary@x)',
      command: { args: ['canary'] },
    });
    const text = logged((log) => log.error({ err: new Error('outer', { cause: error }) }, 'x'));
    expect(text).not.toContain('canary');
    expect(text).toContain('23505');
  });
});
