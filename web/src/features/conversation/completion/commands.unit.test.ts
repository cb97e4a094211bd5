import type { Profile } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { readCommand } from './commands.ts';
import { rankPeople } from './rank-people.ts';

describe('a command', () => {
  it('says something otherwise', () => {
    expect(readCommand('/me waves')).toEqual({ kind: 'say', content: '_waves_' });
    expect(readCommand('/shrug well')).toEqual({ kind: 'say', content: 'well ¯\\\\\\_(ツ)\\_/¯' });
  });
  it('does something', () => {
    expect(readCommand('/status in a meeting')).toEqual({ kind: 'status', name: 'status', text: 'in a meeting' });
    expect(readCommand('/away')).toEqual({ kind: 'status', name: 'away', status: 'away' });
    expect(readCommand('/unmute ')).toEqual({ kind: 'mute', name: 'unmute', muted: false });
  });
  it('is not what merely begins with a stroke', () => {
    for (const text of ['/usr/bin', '/unknown', 'see /away', '/me', '/ away']) expect(readCommand(text)).toBeNull();
  });
});

describe('who is offered', () => {
  const person = (username: string, display_name: string): Profile =>
    JSON.parse(JSON.stringify({ id: username, username, display_name, avatar_url: null }));
  const people = [person('grace', 'Grace Hopper'), person('hopper9', 'Bella'), person('emilie', 'Émilie du Châtelet')];
  const names = (query: string) => rankPeople(people, query, 8).map(({ username }) => username);

  it('is everybody before a letter is typed', () => expect(names('')).toEqual(['grace', 'hopper9', 'emilie']));
  it('begins with whose whole name begins so', () => expect(names('hop')).toEqual(['hopper9', 'grace']));
  it('does not mind accents or case', () => {
    expect(names('emi')).toEqual(['emilie']);
    expect(names('CHA')).toEqual(['emilie']);
  });
});
