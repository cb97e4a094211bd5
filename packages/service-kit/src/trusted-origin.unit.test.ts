import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from './config.ts';
import { fromTrustedPage, originsEnv } from './trusted-origin.ts';

describe('a request with a cookie', () => {
  const own = 'https://chat.example.org';
  it.each([
    ['of a program', {}, true],
    ["of Parley's own page", { origin: own, 'sec-fetch-site': 'same-origin' }, true],
    ["of Parley's own page in an old browser", { origin: own }, true],
    ['of a page that the operator named', { origin: 'https://app.example.net', 'sec-fetch-site': 'cross-site' }, true],
    ['of a foreign page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, false],
    ['of a foreign page in an old browser', { origin: 'https://evil.example' }, false],
    ['of a foreign page that hides where it is', { origin: 'null' }, false],
    ['of a sister site', { origin: 'https://blog.example.org', 'sec-fetch-site': 'same-site' }, false],
    ['of the same host without TLS', { origin: 'http://chat.example.org', 'sec-fetch-site': 'cross-site' }, false],
    ['that says nothing but cross-site', { 'sec-fetch-site': 'cross-site' }, false],
  ])('%s', (_name, headers, trusted) => expect(fromTrustedPage(headers, 'chat.example.org', ['https://app.example.net'])).toBe(trusted));
});

describe('allowed origins', () => {
  const read = (text: string) => readConfig(z.object(originsEnv), { PARLEY_ALLOWED_ORIGINS: text }).PARLEY_ALLOWED_ORIGINS;

  it('are a list', () => expect(read('https://a.example, http://localhost:5173')).toEqual(['https://a.example', 'http://localhost:5173']));
  it.each(['*', 'https://a.example/', 'a.example', 'null'])('cannot be %s', (text) => expect(() => read(text)).toThrow(/must be origins/));
});
