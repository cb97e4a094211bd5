import { describe, expect, it } from 'vitest';
import { isAsset, isPage } from './kept-paths.ts';

describe('the worker', () => {
  it.each(['/', '/chat', '/chat/01a2244f-dd92-76ef-a555-5385c0a8211b', '/settings/security', '/invite/abc'])(
    'starts the page at %s',
    (path) => {
      expect(isPage(path)).toBe(true);
    },
  );

  it.each(['/api/v1/rooms', '/docs', '/ws', '/.well-known/jwks.json', '/build.json', '/asyncapi.json'])(
    'leaves %s to the server',
    (path) => {
      expect(isPage(path)).toBe(false);
      expect(isAsset(path)).toBe(false);
    },
  );
});
