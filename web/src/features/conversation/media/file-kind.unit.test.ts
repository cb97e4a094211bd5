import { describe, expect, it } from 'vitest';
import { fileKind, playerOf } from './file-kind.ts';

describe('what a file is shown as', () => {
  it.each([
    ['application/octet-stream', 'notes.tar.gz', 'archive'],
    ['text/csv', 'sums.csv', 'table'],
    ['text/plain', 'engine.ts', 'code'],
    ['application/pdf', 'drawing.PDF', 'text'],
    ['video/mp4', 'archive.zip', 'video'],
    ['application/octet-stream', 'nothing', 'file'],
  ])('%s, %s: %s', (media_type, name, kind) => expect(fileKind({ media_type, name })).toBe(kind));

  it('plays only what the server found to be sound or film', () => {
    expect(playerOf('audio/mpeg')).toBe('audio');
    expect(playerOf('video/webm')).toBe('video');
    expect(playerOf('image/svg+xml')).toBeUndefined();
  });
});
