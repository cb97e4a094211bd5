import { describe, expect, it } from 'vitest';
import { avatarColour, avatarColours, initialsOf } from './avatar-colour.ts';

describe('an avatar', () => {
  it('has the same colour for the same person', () => {
    const id = '0199f3a0-0000-7000-8000-0000000000a1';
    expect(avatarColour(id)).toBe(avatarColour(id));
    const used = new Set(Array.from({ length: 200 }, (_, number) => avatarColour(`person-${number}`)));
    expect(used.size).toBe(avatarColours);
  });

  it.each([
    ['Ada Lovelace', 'AL'],
    ['grace', 'G'],
    ['  Jean  Claude Van Damme ', 'JD'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧F'],
    ['', ''],
  ])('shows %j as %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
